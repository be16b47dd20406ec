import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure, away } from "../../../api/failure";
import * as testRequests from "../../../api/flow-tests";
import * as requests from "../../../api/flows";
import type { FlowDefinition, FlowRead, FlowSummary, StoredTest } from "../../../api/types";
import * as versionRequests from "../../../api/versions";
import { readUnsaved, storeUnsaved } from "../../draft/unsaved";
import FlowsPage from "../FlowsPage";

vi.mock("../../../api/flows", { spy: true });
vi.mock("../../../api/versions", { spy: true });
vi.mock("../../../api/flow-tests", { spy: true });
const { listFlows, newestSessions, findDraft, saveFlow, readFlow, deleteFlow, flowsUpTo } = vi.mocked(requests);
const { agentsOf, environmentsOf, readGate, saveGate } = vi.mocked(versionRequests);
const { allTests, saveTest } = vi.mocked(testRequests);

const summary = (flowId: string, more: Partial<FlowSummary> = {}): FlowSummary => ({
  flowId,
  name: `The ${flowId}`,
  draftRevision: 4,
  latestVersion: 3,
  publishedRevision: 4,
  updatedAt: "2026-01-05T10:00:00Z",
  warnings: 0,
  ...more,
});
const definition: FlowDefinition = { name: "The shop", nodes: [{ id: "start", type: "start", data: {} }] };
const read = (more: Partial<FlowRead> = {}): FlowRead => ({
  ...summary("shop"),
  version: "draft",
  revision: 4,
  definition,
  ...more,
});
const test = (testId: string): StoredTest => ({ testId, updatedAt: "2026-01-05T10:00:00Z", name: testId, turns: [] });
const gate = { tests: true };

beforeEach(() => {
  vi.resetAllMocks();
  localStorage.clear();
  history.replaceState(null, "", "/flows");
  newestSessions.mockResolvedValue({ sessions: [], cursor: null });
  listFlows.mockResolvedValue({ flows: [summary("shop"), summary("harbour", { name: "Port" })], cursor: null });
  saveFlow.mockImplementation((flowId) => Promise.resolve({ flowId, revision: 5, problems: [] }));
  saveTest.mockImplementation((_, testId) => Promise.resolve(test(testId)));
  allTests.mockResolvedValue([test("one"), test("two")]);
  readGate.mockResolvedValue(gate);
  saveGate.mockResolvedValue(gate);
  agentsOf.mockResolvedValue([]);
  environmentsOf.mockResolvedValue([]);
  deleteFlow.mockResolvedValue();
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <FlowsPage />
      </main>
    </QueryClientProvider>,
  );
}

/** By keyboard: Enter opens the menu, and the arrows choose. */
async function choose(item: string, flow = "The shop") {
  (await screen.findByRole("button", { name: `More: ${flow}` })).focus();
  await userEvent.keyboard("{Enter}");
  const menu = within(await screen.findByRole("menu"));
  const place = menu.getAllByRole("menuitem").findIndex(({ textContent }) => textContent === item);
  await userEvent.keyboard(`${"{ArrowDown}".repeat(place)}{Enter}`);
  return within(await screen.findByRole("dialog"));
}

it("finds flows by name and id, and keeps the search in the address", async () => {
  show();
  await userEvent.type(await screen.findByRole("searchbox", { name: "Search by name or ID" }), "HARB");
  expect(screen.getByText("Port")).toBeVisible();
  expect(screen.queryByText("The shop")).toBeNull();
  expect(screen.getByText("1 flow found")).toBeVisible();
  expect(location.search).toBe("?search=HARB");
  await userEvent.type(screen.getByRole("searchbox"), "x");
  expect(screen.getByText("No flow has “HARBx” in its name or ID.")).toBeVisible();
  expect(flowsUpTo).not.toHaveBeenCalled();
});

it("searches the flows that the list has not loaded, and says when there are more", async () => {
  listFlows.mockResolvedValue({ flows: [summary("shop")], cursor: "next" });
  flowsUpTo.mockResolvedValueOnce({ flows: [summary("shop"), summary("far")], complete: false });
  flowsUpTo.mockResolvedValueOnce({ flows: [summary("shop"), summary("far"), summary("farther")], complete: true });
  history.replaceState(null, "", "/flows?search=far");
  show();
  expect(await screen.findByText("1 flow found among the first 2, by ID. There are more flows.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Search further" }));
  expect(await screen.findByText("2 flows found")).toBeVisible();
  expect(flowsUpTo.mock.calls.map(([most]) => most)).toEqual([1_000, 2_000]);
});

it("duplicates a flow with its tests, and opens the copy", async () => {
  findDraft.mockResolvedValue(null);
  readFlow.mockResolvedValue(read());
  show();
  const dialog = await choose("Duplicate…");
  expect(dialog.getByLabelText(/^ID/)).toHaveValue("copy-of-the-shop");
  expect(dialog.queryByLabelText("What to copy")).toBeNull();
  await userEvent.click(dialog.getByRole("button", { name: "Duplicate" }));
  await vi.waitFor(() => expect(location.pathname).toBe("/flows/copy-of-the-shop"));
  expect(readFlow).toHaveBeenCalledWith("shop", "draft");
  expect(saveFlow).toHaveBeenCalledExactlyOnceWith("copy-of-the-shop", { ...definition, name: "Copy of The shop" });
  expect(saveTest.mock.calls).toEqual([
    ["copy-of-the-shop", "one", { name: "one", turns: [] }],
    ["copy-of-the-shop", "two", { name: "two", turns: [] }],
  ]);
});

it("duplicates the published version, and does not write over another flow", async () => {
  listFlows.mockResolvedValue({ flows: [summary("shop", { draftRevision: 9 })], cursor: null });
  findDraft.mockResolvedValueOnce(read()).mockResolvedValue(null);
  readFlow.mockResolvedValue(read());
  show();
  const dialog = await choose("Duplicate…");
  await userEvent.selectOptions(dialog.getByLabelText("What to copy"), "latest");
  await userEvent.click(dialog.getByLabelText("Copy its tests"));
  await userEvent.click(dialog.getByRole("button", { name: "Duplicate" }));
  expect(await dialog.findByText(/A flow with this ID already exists/)).toBeVisible();
  expect(saveFlow).not.toHaveBeenCalled();
  await userEvent.clear(dialog.getByLabelText(/^ID/));
  await userEvent.type(dialog.getByLabelText(/^ID/), "shop-2");
  await userEvent.click(dialog.getByRole("button", { name: "Duplicate" }));
  await vi.waitFor(() => expect(location.pathname).toBe("/flows/shop-2"));
  expect(readFlow).toHaveBeenCalledWith("shop", "latest");
  expect(allTests).not.toHaveBeenCalled();
});

it("copies the tests that were left out with a second attempt", async () => {
  findDraft.mockResolvedValue(null);
  readFlow.mockResolvedValue(read());
  saveTest.mockResolvedValueOnce(test("one")).mockRejectedValueOnce(away());
  show();
  const dialog = await choose("Duplicate…");
  await userEvent.click(dialog.getByRole("button", { name: "Duplicate" }));
  expect(await dialog.findByText(/The flow was duplicated, but 1 test was not/)).toBeVisible();
  await userEvent.click(dialog.getByRole("button", { name: "Try again" }));
  await vi.waitFor(() => expect(location.pathname).toBe("/flows/copy-of-the-shop"));
  expect(saveTest.mock.calls.map(([, testId]) => testId)).toEqual(["one", "two", "two"]);
  expect(saveFlow).toHaveBeenCalledOnce();
});

it("renames the newest draft, and the changes in this browser", async () => {
  const newest = { ...definition, language: "de-DE" };
  findDraft.mockResolvedValue(read({ draftRevision: 7, definition: newest }));
  storeUnsaved("shop", { definition: newest, unfinished: [], revision: 7, at: "2026-01-05T10:00:00Z" });
  const { container } = show();
  const dialog = await choose("Rename…");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await userEvent.clear(dialog.getByLabelText(/Name/));
  await userEvent.keyboard("{Enter}");
  expect(dialog.getByText("Enter a name.")).toBeVisible();
  await userEvent.type(dialog.getByLabelText(/Name/), "Corner shop{Enter}");
  expect(await screen.findByText("The flow is now called Corner shop.")).toBeVisible();
  expect(saveFlow).toHaveBeenCalledExactlyOnceWith("shop", { ...newest, name: "Corner shop" });
  expect(readUnsaved("shop")).toMatchObject({ revision: 5, definition: { name: "Corner shop" } });
});

it("shows that somebody else has renamed the flow, and renames it only if told so", async () => {
  findDraft.mockResolvedValue(read({ definition: { ...definition, name: "Their shop" } }));
  show();
  const dialog = await choose("Rename…");
  await userEvent.type(dialog.getByLabelText(/Name/), " two{Enter}");
  expect(await dialog.findByText(/renamed this flow to “Their shop”/)).toBeVisible();
  expect(saveFlow).not.toHaveBeenCalled();
  await userEvent.click(dialog.getByRole("button", { name: "Rename anyway" }));
  await vi.waitFor(() => expect(saveFlow).toHaveBeenCalledWith("shop", { ...definition, name: "The shop two" }));
});

it("shows the errors of a draft that cannot be saved with its new name", async () => {
  findDraft.mockResolvedValue(read());
  saveFlow.mockRejectedValue(
    new ApiFailure("refused", "It has an error.", "", [{ severity: "error", message: "No end.", path: [] }]),
  );
  show();
  const dialog = await choose("Rename…");
  await userEvent.type(dialog.getByLabelText(/Name/), "s{Enter}");
  expect(await dialog.findByText("Not renamed: the flow has 1 error.")).toBeVisible();
  expect(dialog.getByText("No end.")).toBeVisible();
});

it("deletes a flow after a question, and brings it back with its tests and its gate", async () => {
  findDraft.mockResolvedValueOnce(read()).mockResolvedValue(null);
  environmentsOf.mockResolvedValue([{ name: "production", version: 3 }]);
  show();
  const dialog = await choose("Delete…");
  expect(await dialog.findByText("Its environment production is deleted with it.")).toBeVisible();
  expect(deleteFlow).not.toHaveBeenCalled();
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  expect(await screen.findByText("The shop was deleted.")).toBeVisible();
  expect(deleteFlow).toHaveBeenCalledExactlyOnceWith("shop");
  // The list of this test still has the flow, as an eventually consistent one has for a moment.
  expect(screen.queryByRole("link", { name: "The shop" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("The shop is back.")).toBeVisible();
  expect(await screen.findByRole("link", { name: "The shop" })).toBeVisible();
  expect(saveFlow).toHaveBeenCalledExactlyOnceWith("shop", definition);
  expect(saveTest.mock.calls.map(([flowId, testId]) => [flowId, testId])).toEqual([
    ["shop", "one"],
    ["shop", "two"],
  ]);
  expect(saveGate).toHaveBeenCalledExactlyOnceWith("shop", gate);
});

it("goes on where bringing back failed, and does not replace a flow that has the id by then", async () => {
  findDraft.mockResolvedValueOnce(read()).mockResolvedValue(null);
  saveTest.mockRejectedValueOnce(away());
  show();
  const dialog = await choose("Delete…");
  await vi.waitFor(() => expect(dialog.getByRole("button", { name: "Delete" })).toBeEnabled());
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText(/Not brought back completely/)).toBeVisible();
  findDraft.mockResolvedValue(read());
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("The shop is back.")).toBeVisible();
  expect(saveFlow).toHaveBeenCalledOnce();
});

it("does not bring a flow back over another one", async () => {
  findDraft.mockResolvedValue(read());
  show();
  const dialog = await choose("Delete…");
  await vi.waitFor(() => expect(dialog.getByRole("button", { name: "Delete" })).toBeEnabled());
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText(/Somebody has created a flow with this ID/)).toBeVisible();
  expect(saveFlow).not.toHaveBeenCalled();
});

it("names the agents that use a flow instead of deleting it", async () => {
  agentsOf.mockResolvedValue([{ agentId: "night", name: "Night desk", flowId: "shop", flowVersion: "latest" }]);
  show();
  const dialog = await choose("Delete…");
  expect(await dialog.findByText(/An agent uses this flow/)).toBeVisible();
  expect(dialog.getByRole("link", { name: "Night desk" })).toHaveAttribute("href", "/agents?agent=night");
  expect(dialog.getByRole("link", { name: /Agents and environments/ })).toHaveAttribute("href", "/flows/shop/versions");
  expect(dialog.getByRole("button", { name: "Delete" })).toBeDisabled();
});

it("shows an agent that has begun to use the flow since the question", async () => {
  findDraft.mockResolvedValue(read());
  deleteFlow.mockRejectedValue(new ApiFailure("refused", "The flow is in use by the agent night.", ""));
  show();
  const dialog = await choose("Delete…");
  await vi.waitFor(() => expect(dialog.getByRole("button", { name: "Delete" })).toBeEnabled());
  agentsOf.mockResolvedValue([{ agentId: "night", name: "Night desk", flowId: "shop", flowVersion: "latest" }]);
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  expect(await dialog.findByText("Not deleted: The flow is in use by the agent night.")).toBeVisible();
  expect(await dialog.findByText("Night desk")).toBeVisible();
});
