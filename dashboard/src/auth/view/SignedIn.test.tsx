import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AccountSlot } from "./AccountSlot";
import type { Standing } from "../keeper";
import { SignedIn } from "./SignedIn";

const stage = vi.hoisted(() => {
  const listeners = new Set<() => void>();
  return {
    standing: null as Standing | null,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: () => {
      for (const listener of listeners) listener();
    },
    go: vi.fn<() => Promise<void>>(),
    goBeside: vi.fn<() => Promise<boolean>>(),
    leave: vi.fn<() => Promise<void>>(),
  };
});

vi.mock("../session", async () => {
  const { useSyncExternalStore } = await import("react");
  return {
    keeper: stage,
    useStanding: () => useSyncExternalStore(stage.subscribe, () => stage.standing),
  };
});

const WHO = { subject: "u-1", email: "ann@example.com", organization: "acme" };

function stand(standing: Standing): void {
  act(() => {
    stage.standing = standing;
    stage.tell();
  });
}

function page() {
  const queries = new QueryClient();
  const invalidated = vi.spyOn(queries, "invalidateQueries");
  const { container } = render(
    <QueryClientProvider client={queries}>
      <SignedIn>
        <AccountSlot />
        <textarea aria-label="A draft" />
      </SignedIn>
    </QueryClientProvider>,
  );
  return { container, invalidated };
}

beforeEach(() => {
  vi.resetAllMocks();
  stage.standing = { kind: "starting" };
});

describe("SignedIn", () => {
  it("shows the dashboard, and no account, where nobody needs to sign in", () => {
    stage.standing = { kind: "open" };
    page();
    expect(screen.getByLabelText("A draft")).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it.each<[Standing, string]>([
    [{ kind: "away" }, "Callflow does not answer"],
    [{ kind: "notSetUp", why: "This site has no config.json." }, "This dashboard is not set up"],
    [{ kind: "going" }, "Sign in to Callflow"],
    [{ kind: "refused", why: "User is disabled." }, "Signing in did not work"],
    [{ kind: "signedOut" }, "You are signed out"],
    [{ kind: "beside" }, "You are signed in"],
    [
      { kind: "signedIn", who: { ...WHO, organization: null }, ended: false },
      "Your account belongs to no organization",
    ],
  ])("says in words where it stands: %o", async (standing, title) => {
    stage.standing = standing;
    const { container } = page();
    expect(screen.getByRole("heading", { level: 1, name: title })).toHaveFocus();
    expect(screen.queryByLabelText("A draft")).toBeNull();
    if ("why" in standing) expect(screen.getByText(standing.why, { exact: false })).toBeVisible();
    const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations).toEqual([]);
  });

  it("goes to sign in when asked to", async () => {
    stage.standing = { kind: "signedOut" };
    page();
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(stage.go).toHaveBeenCalled();
  });

  it("shows who is signed in, and the way out", async () => {
    stage.standing = { kind: "signedIn", who: WHO, ended: false };
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Account: ann@example.com, acme" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    expect(stage.leave).toHaveBeenCalled();
  });

  it("keeps what was written when the sign-in ends, and goes on beside it", async () => {
    stage.standing = { kind: "signedIn", who: WHO, ended: false };
    const { invalidated } = page();
    await userEvent.type(screen.getByLabelText("A draft"), "my words");
    stand({ kind: "signedIn", who: WHO, ended: true });
    expect(screen.getByRole("alert")).toHaveTextContent("Your sign-in has ended.");
    stage.goBeside.mockResolvedValue(true);
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(invalidated).toHaveBeenCalled();
    stand({ kind: "signedIn", who: WHO, ended: false });
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByLabelText("A draft")).toHaveValue("my words");
  });

  it("says what to do when no window opens", async () => {
    stage.standing = { kind: "signedIn", who: WHO, ended: true };
    page();
    stage.goBeside.mockRejectedValue(new Error("Attempted to navigate on a disposed window"));
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(await screen.findByText(/Allow this site to open windows/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Leave this page to sign in" }));
    expect(stage.go).toHaveBeenCalled();
  });
});
