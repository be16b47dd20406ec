import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure, away } from "../../api/failure";
import FlowsPage from "./FlowsPage";
import * as requests from "../../api/flows";

vi.mock("../../api/flows", { spy: true });
const { listFlows, newestSessions, findDraft, saveFlow, importFlow } = vi.mocked(requests);

const flow = (flowId: string, more = {}) => ({
  flowId,
  name: `The ${flowId}`,
  draftRevision: 4,
  latestVersion: 3,
  publishedRevision: 4,
  updatedAt: new Date().toISOString(),
  warnings: 0,
  ...more,
});

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/flows");
  newestSessions.mockResolvedValue({ sessions: [], cursor: null });
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

it("shows the state of each flow", async () => {
  const changed = flow("two", { draftRevision: 5, warnings: 2 });
  const never = flow("three", { latestVersion: null, publishedRevision: null, warnings: null });
  listFlows.mockResolvedValue({ flows: [flow("one"), changed, never], cursor: null });
  const { container } = show();
  const row = async (name: string) => within(await screen.findByRole("row", { name: new RegExp(name) }));
  expect((await row("The one")).getByText("Published, no changes")).toBeVisible();
  expect((await row("The two")).getByText("Draft changed since v3")).toBeVisible();
  expect((await row("The two")).getByRole("link", { name: "2 warnings" })).toHaveAttribute("href", "/flows/two");
  expect((await row("The three")).getByText("Not published")).toBeVisible();
  expect((await row("The one")).getByRole("link", { name: "Test audio: The one" })).toHaveAttribute(
    "href",
    "/flows/one/test?mode=audio",
  );
  expect(await screen.findAllByText("0")).toHaveLength(3);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("shows that it loads, then that there are no flows", async () => {
  listFlows.mockResolvedValue({ flows: [], cursor: null });
  show();
  expect(screen.getByRole("status")).toHaveTextContent("Loading flows");
  expect(await screen.findByText("No flows yet")).toBeVisible();
});

it("keeps showing the list while the API is not responding", async () => {
  listFlows.mockResolvedValueOnce({ flows: [flow("one")], cursor: "next" });
  listFlows.mockRejectedValue(away());
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Show more" }));
  expect(await screen.findByText(/is not responding/)).toBeVisible();
  expect(screen.getByText("The one")).toBeVisible();
});

it("shows that sessions could not be counted", async () => {
  listFlows.mockResolvedValue({ flows: [flow("one")], cursor: null });
  newestSessions.mockRejectedValue(away());
  show();
  expect(await screen.findByTitle(/Not loaded/)).toHaveTextContent("–");
});

it("creates a flow, but does not overwrite one", async () => {
  listFlows.mockResolvedValue({ flows: [], cursor: null });
  findDraft.mockResolvedValueOnce({
    ...flow("my-flow"),
    version: "draft",
    revision: 1,
    definition: { name: "", nodes: [] },
  });
  findDraft.mockResolvedValueOnce(null);
  saveFlow.mockResolvedValue({ flowId: "other", revision: 1, problems: [] });
  show();
  await userEvent.click(screen.getByRole("button", { name: "New flow" }));
  await userEvent.type(screen.getByLabelText(/Name/), "My flow");
  expect(screen.getByLabelText(/^ID/)).toHaveValue("my-flow");
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  expect(await screen.findByText(/A flow with this ID already exists/)).toBeVisible();
  expect(saveFlow).not.toHaveBeenCalled();
  await userEvent.clear(screen.getByLabelText(/^ID/));
  await userEvent.type(screen.getByLabelText(/^ID/), "other");
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  await vi.waitFor(() => expect(location.pathname).toBe("/flows/other"));
  expect(saveFlow.mock.calls[0]?.[1]).toMatchObject({ name: "My flow" });
});

it("does not import a flow that the API refuses, and opens it unsaved instead", async () => {
  localStorage.clear();
  listFlows.mockResolvedValue({ flows: [], cursor: null });
  findDraft.mockResolvedValue(null);
  saveFlow.mockRejectedValue(
    new ApiFailure("refused", "It has an error.", "", [{ severity: "error", message: "No end.", path: [] }]),
  );
  show();
  await userEvent.click(screen.getByRole("button", { name: "Import" }));
  const file = new File(['{"name": "x", "nodes": []}'], "Broken one.json", { type: "application/json" });
  await userEvent.upload(screen.getByLabelText("File"), file);
  expect(await screen.findByLabelText(/^ID/)).toHaveValue("broken-one");
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Import" }));
  expect(await screen.findByText("No end.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /Open without saving/ }));
  await vi.waitFor(() => expect(location.pathname).toBe("/flows/broken-one"));
  expect(localStorage.getItem("callflow.unsaved.broken-one")).toContain('"name":"x"');
});

it("shows what an import of another product leaves out, and saves the draft", async () => {
  listFlows.mockResolvedValue({ flows: [], cursor: null });
  findDraft.mockResolvedValue(null);
  saveFlow.mockResolvedValue({ flowId: "front-desk", revision: 1, problems: [] });
  const definition = { name: "Front desk", nodes: [{ id: "start", type: "start" as const }] };
  importFlow.mockResolvedValue({
    kind: "retell",
    flowId: "suggested",
    definition,
    inner: [
      {
        flowId: "suggested-name",
        definition: { name: "Ask for a name", nodes: [{ id: "start", type: "start" as const }] },
        problems: [],
      },
    ],
    notes: [
      { place: "/voice_id", kind: "lost", message: "a flow has no such setting" },
      { place: "", kind: "changed", message: "the variable has another name" },
    ],
    problems: [],
  });
  const { container } = show();
  await userEvent.click(await screen.findByRole("button", { name: "Import" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Import a flow" }));
  await userEvent.upload(dialog.getByLabelText("File"), new File(['{"nodes": []}'], "Front Desk.vf"));
  expect(await dialog.findByText("Retell conversation flow. Nodes: 2. Not taken over: 1. Changed: 1.")).toBeVisible();
  expect(dialog.getByText("/voice_id")).toBeVisible();
  expect(dialog.getByText("the whole file")).toBeVisible();
  expect(dialog.getByText("front-desk-name")).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Import" }));
  expect(saveFlow.mock.calls.map(([flowId]) => flowId)).toEqual(["front-desk-name", "front-desk"]);
  expect(saveFlow).toHaveBeenLastCalledWith("front-desk", definition);
  expect(location.pathname).toBe("/flows/front-desk");
});
