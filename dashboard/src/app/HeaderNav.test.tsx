import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { HeaderNav } from "./HeaderNav";

beforeEach(() => history.replaceState(null, "", "/flows/order-status"));

it("marks the page that the address belongs to, in the row and on the menu's button", () => {
  render(<HeaderNav />);
  expect(screen.getByRole("link", { name: "Flows" })).toHaveAttribute("aria-current", "page");
  expect(screen.getByRole("link", { name: "Sessions" })).not.toHaveAttribute("aria-current");
  expect(screen.getByRole("button")).toHaveTextContent("Flows");
});

it("leads to each page from the menu by keyboard", async () => {
  render(<HeaderNav />);
  screen.getByRole("button", { name: /Flows/ }).focus();
  await userEvent.keyboard("{Enter}");
  const menu = within(await screen.findByRole("menu"));
  expect(menu.getByRole("menuitem", { name: "Overview" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  expect(location.pathname).toBe("/");
  expect(screen.queryByRole("menu")).toBeNull();
  expect(screen.getByRole("button")).toHaveTextContent("Overview");
});

it("names the menu at an address of no page", () => {
  history.replaceState(null, "", "/nowhere");
  render(<HeaderNav />);
  expect(screen.getByRole("button")).toHaveTextContent("Pages");
});
