import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import * as requests from "../api/organization";
import type { AuditEntry } from "../api/organization";
import AuditPage from "./AuditPage";

vi.mock("../api/organization", { spy: true });
const { listAudit } = vi.mocked(requests);

const entry = (action: string, subject: string, detail: AuditEntry["detail"] = {}): AuditEntry => ({
  at: "2026-01-03T00:00:00Z",
  by: "ann@example.com",
  action: action as AuditEntry["action"],
  subject,
  detail,
});

beforeEach(() => {
  vi.resetAllMocks();
  listAudit.mockImplementation((cursor) =>
    Promise.resolve(
      cursor === null
        ? {
            entries: [
              entry("settings.saved", "settings", { changed: ["webhook", "timeZone"] }),
              entry("flow.published", "support", { version: 3, override: "Urgent" }),
              entry("flow.deleted", "old"),
              entry("future.action", "thing"),
            ],
            cursor: "next",
          }
        : { entries: [entry("secret.saved", "CRM_TOKEN")], cursor: null },
    ),
  );
});

async function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <main>
        <AuditPage />
      </main>
    </QueryClientProvider>,
  );
  await screen.findByText("changed the settings: webhook, timeZone");
}

it("tells each change as a sentence that leads to what was changed", async () => {
  await show();
  expect(screen.getByRole("link", { name: "published version 3 of support" })).toHaveAttribute(
    "href",
    "/flows/support",
  );
  expect(screen.getByText("Overrode the gate: Urgent")).toBeVisible();
  expect(screen.getByText("deleted the flow old", { exact: false })).toBeVisible();
  expect(screen.queryByRole("link", { name: /old/ })).toBeNull();
  expect(screen.getByText("future.action thing", { exact: false })).toBeVisible();
  const { violations } = await axe.run(document.querySelector("main") ?? document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("loads older entries, and filters those that are loaded", async () => {
  const user = userEvent.setup();
  await show();
  await user.click(screen.getByRole("button", { name: "Load older entries" }));
  expect(await screen.findByText("set the secret CRM_TOKEN")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Load older entries" })).toBeNull();
  await user.selectOptions(screen.getByLabelText("Kind"), "Settings and secrets");
  expect(screen.getByText("set the secret CRM_TOKEN")).toBeVisible();
  expect(screen.queryByText("published version 3 of support")).toBeNull();
  await user.selectOptions(screen.getByLabelText("Kind"), "Phone numbers");
  expect(screen.getByText("None of the loaded entries is of this kind.")).toBeVisible();
});
