import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { AccessContext } from "../access/access";
import { ApiFailure } from "../api/failure";
import type { Me } from "../api/me";
import * as requests from "../api/organization";
import type { ApiKey } from "../api/organization";
import { caller } from "../testing/callers";
import ApiKeysPage from "./ApiKeysPage";
import { bodyOf, EMPTY } from "./keys/key-form";

vi.mock("../api/organization", { spy: true });
const { listApiKeys, makeApiKey, revokeApiKey } = vi.mocked(requests);

const KEY: ApiKey = {
  keyId: "Ab3dEf6hIj9k",
  name: "nightly",
  role: "author",
  createdAt: "2026-01-02T00:00:00Z",
  createdBy: "ann@example.com",
  expiresAt: "2026-01-03T00:00:00Z",
};

beforeEach(() => {
  vi.resetAllMocks();
  listApiKeys.mockResolvedValue([KEY, { ...KEY, keyId: "Zz3dEf6hIj9k", name: "export", lastUsedAt: KEY.createdAt }]);
});

async function show(me: Me = caller("admin")) {
  const view = render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <AccessContext value={me}>
        <ApiKeysPage />
      </AccessContext>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { level: 1 });
  return { user: userEvent.setup(), ...view };
}

it("lists each key with its role, its maker, its last use and its end", async () => {
  const { container } = await show();
  const row = await screen.findByRole("row", { name: /nightly/ });
  for (const cell of [KEY.keyId, "author", "by ann@example.com", "Not used yet", "Expired"]) {
    expect(within(row).getByText(cell)).toBeVisible();
  }
  expect(within(screen.getByRole("row", { name: /export/ })).queryByText("Not used yet")).toBeNull();
  expect((await axe.run(container)).violations).toEqual([]);
});

it("makes a key, shows it until the user has it, and never again", async () => {
  makeApiKey.mockResolvedValue({ ...KEY, name: "reports", key: "cf_Ab3dEf6hIj9k_secret" });
  const { user, container } = await show();
  await user.click(screen.getByRole("button", { name: "New key" }));
  const dialog = screen.getByRole("dialog", { name: "New API key" });
  await user.click(within(dialog).getByRole("button", { name: "Make key" }));
  expect(within(dialog).getByText("Give it a name.")).toBeVisible();
  expect(makeApiKey).not.toHaveBeenCalled();
  await user.type(within(dialog).getByLabelText(/Name/), " reports ");
  await user.selectOptions(within(dialog).getByLabelText("Role"), "publisher");
  await user.selectOptions(within(dialog).getByLabelText("Good for"), "0");
  await user.click(within(dialog).getByRole("button", { name: "Make key" }));
  expect(makeApiKey).toHaveBeenCalledExactlyOnceWith({ name: "reports", role: "publisher" });
  expect(await screen.findByLabelText("Key")).toHaveValue("cf_Ab3dEf6hIj9k_secret");
  expect((await axe.run(container)).violations).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Copy key" }));
  expect(await navigator.clipboard.readText()).toBe("cf_Ab3dEf6hIj9k_secret");
  await user.click(screen.getByRole("button", { name: "I have it" }));
  expect(container).not.toHaveTextContent("secret");
  expect(screen.queryByLabelText("Key")).toBeNull();
});

it("shows why a key is not made", async () => {
  makeApiKey.mockRejectedValue(new ApiFailure("refused", "The organization has 50 API keys. Revoke one first.", ""));
  const { user } = await show();
  await user.click(screen.getByRole("button", { name: "New key" }));
  await user.type(screen.getByLabelText(/Name/), "one more{Enter}");
  expect(await screen.findByText("The organization has 50 API keys. Revoke one first.")).toBeVisible();
});

it.each([
  ["answers", null],
  ["says that it is gone", new ApiFailure("missing", "There is no such key.", "")],
])("revokes a key after a question, if the API %s", async (_, failure) => {
  if (failure === null) revokeApiKey.mockResolvedValue();
  else revokeApiKey.mockRejectedValue(failure);
  const { user } = await show();
  await user.click(await screen.findByRole("button", { name: "Revoke the key nightly" }));
  const dialog = screen.getByRole("dialog", { name: "Revoke the key nightly?" });
  expect(revokeApiKey).not.toHaveBeenCalled();
  listApiKeys.mockResolvedValue([]);
  await user.click(within(dialog).getByRole("button", { name: "Revoke" }));
  expect(await screen.findByText(/^The key nightly is revoked/)).toBeVisible();
  expect(await screen.findByText("No program has a key yet.")).toBeVisible();
  expect(revokeApiKey).toHaveBeenCalledExactlyOnceWith(KEY.keyId);
});

it("tells a user without the right why, and asks for no key", async () => {
  await show(caller("author", { "GET /api/keys": "admin", "POST /api/keys": "admin" }));
  expect(screen.getByText("You cannot see the API keys")).toBeVisible();
  expect(screen.getByRole("button", { name: "New key" })).toHaveAttribute("aria-disabled", "true");
  expect(listApiKeys).not.toHaveBeenCalled();
});

it("gives a key an end after the chosen days", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(bodyOf({ ...EMPTY, name: "a" }, now)).toEqual({
    name: "a",
    role: "viewer",
    expiresAt: "2026-04-01T00:00:00.000Z",
  });
});
