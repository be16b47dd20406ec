import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import * as requests from "../api/agents";
import { ApiFailure } from "../api/failure";
import * as flows from "../api/flows";
import type { Agent } from "../api/types";
import * as versions from "../api/versions";
import * as voices from "../api/calls/voices";
import { readOf } from "../testing/read-flow";
import AgentsPage from "./AgentsPage";

vi.mock("../api/agents", { spy: true });
vi.mock("../api/flows", { spy: true });
vi.mock("../api/versions", { spy: true });
vi.mock("../api/calls/voices", { spy: true });
const { listAgents, firstNumbers, findAgent, saveAgent, deleteAgent } = vi.mocked(requests);
const { firstFlows, newestVersions, readFlow } = vi.mocked(flows);
const { environmentsOf, agentsOf, setVersions } = vi.mocked(versions);

const LINE: Agent = { agentId: "line", name: "The line", flowId: "support", flowVersion: "latest", voice: "Ruth" };
const STAGED: Agent = {
  agentId: "staged",
  name: "The staged",
  flowId: "support",
  flowVersion: { environment: "staging" },
  language: "de-DE",
};
const LOST: Agent = { agentId: "lost", name: "The lost", flowId: "gone", flowVersion: 3 };

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/agents");
  listAgents.mockResolvedValue({ agents: [LINE, STAGED, LOST], cursor: null });
  firstNumbers.mockResolvedValue([
    { e164: "+15550100", agentId: "line" },
    { e164: "+15550101", agentId: "line" },
  ]);
  vi.mocked(voices.listVoices).mockResolvedValue({ engine: "polly", default: null, missing: null, voices: [] });
  firstFlows.mockResolvedValue([readOf("support")]);
  readFlow.mockResolvedValue(readOf("support"));
  newestVersions.mockResolvedValue([
    { version: 3, at: null, by: null, sessions: 0 },
    { version: 2, at: null, by: null, sessions: 0 },
  ]);
  environmentsOf.mockResolvedValue([{ name: "staging", version: 2 }]);
  findAgent.mockResolvedValue(null);
  saveAgent.mockImplementation((agentId, { name, flowId, flowVersion = "latest" }) =>
    Promise.resolve({ agentId, name, flowId, flowVersion }),
  );
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <AgentsPage />
      </main>
    </QueryClientProvider>,
  );
}

const row = async (name: RegExp) => within(await screen.findByRole("row", { name }));

it("lists each agent with its flow, version, voice and numbers", async () => {
  const { container } = show();
  const line = await row(/The line/);
  expect(await line.findByRole("link", { name: "Support" })).toHaveAttribute("href", "/flows/support");
  expect(line.getByText("Newest, now v3")).toBeVisible();
  expect(line.getByText("Ruth")).toBeVisible();
  expect(await line.findByText("+15550101")).toBeVisible();
  const staged = await row(/The staged/);
  expect(await staged.findByText("staging: v2")).toBeVisible();
  expect(staged.getByText("de-DE")).toBeVisible();
  expect(staged.getByRole("link", { name: "Give a number: The staged" })).toHaveAttribute(
    "href",
    "/phone-numbers?give=staged",
  );
  expect(staged.getByRole("link", { name: "Test audio: The staged" })).toHaveAttribute(
    "href",
    "/flows/support/test?mode=audio&version=2",
  );
  const lost = await row(/The lost/);
  expect(lost.getByText("There is no such flow. Calls to this agent are not answered.")).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});

it("creates an agent with an id that follows the name", async () => {
  listAgents.mockResolvedValue({ agents: [], cursor: null });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Create the first agent" }));
  const dialog = within(screen.getByRole("dialog", { name: "New agent" }));
  await userEvent.click(dialog.getByRole("button", { name: "Create" }));
  expect(dialog.getByText("Enter a name.")).toBeVisible();
  expect(dialog.getByText("Choose a flow.")).toBeVisible();
  await userEvent.type(dialog.getByLabelText(/^Name/), "Order line");
  expect(dialog.getByLabelText(/^ID/)).toHaveValue("order-line");
  await userEvent.selectOptions(dialog.getByLabelText(/^Flow/), "support");
  await userEvent.selectOptions(dialog.getByLabelText("Version of new calls"), await dialog.findByText("staging: v2"));
  await userEvent.type(dialog.getByLabelText("Language"), "en-GB");
  await userEvent.click(dialog.getByRole("button", { name: "Create" }));
  expect(await screen.findByText("The agent Order line is saved.")).toBeVisible();
  expect(saveAgent).toHaveBeenCalledExactlyOnceWith("order-line", {
    name: "Order line",
    flowId: "support",
    flowVersion: { environment: "staging" },
    language: "en-GB",
  });
  expect(screen.getByRole("link", { name: "Give a number" })).toHaveAttribute("href", "/phone-numbers?give=order-line");
});

it("does not replace an agent that has the id already", async () => {
  findAgent.mockResolvedValue(LINE);
  show();
  await userEvent.click(await screen.findByRole("button", { name: "New agent" }));
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.type(dialog.getByLabelText(/^Name/), "Line");
  await userEvent.selectOptions(dialog.getByLabelText(/^Flow/), await dialog.findByRole("option", { name: "Support" }));
  await userEvent.click(dialog.getByRole("button", { name: "Create" }));
  expect(await dialog.findByText("An agent with this ID already exists. Choose another ID.")).toBeVisible();
  expect(saveAgent).not.toHaveBeenCalled();
});

it("edits the agent of the address, and shows at its field what the API refuses", async () => {
  findAgent.mockResolvedValue(STAGED);
  saveAgent.mockRejectedValueOnce(
    new ApiFailure("refused", "The request is invalid.", "", [
      { field: "timeZone", message: "must be the name of a time zone" },
    ]),
  );
  history.replaceState(null, "", "/agents?agent=staged");
  show();
  const dialog = within(await screen.findByRole("dialog", { name: "Agent The staged" }));
  expect(dialog.queryByLabelText(/^ID/)).toBeNull();
  expect(await dialog.findByRole("option", { name: "staging: v2", selected: true })).toBeVisible();
  await userEvent.type(dialog.getByLabelText("Time zone"), "Nowhere");
  await userEvent.click(dialog.getByRole("button", { name: "Save" }));
  expect(await dialog.findByText("must be the name of a time zone")).toBeVisible();
  expect(dialog.getByText("Not saved: The request is invalid.")).toBeVisible();
  await userEvent.clear(dialog.getByLabelText("Time zone"));
  await userEvent.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(location.search).toBe("");
  expect(saveAgent).toHaveBeenLastCalledWith("staged", {
    name: "The staged",
    flowId: "support",
    flowVersion: { environment: "staging" },
    language: "de-DE",
  });
});

it("names the numbers that a deletion leaves without an agent", async () => {
  deleteAgent.mockResolvedValue();
  show();
  await userEvent.click(await (await row(/The line/)).findByRole("button", { name: /^More/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const dialog = within(screen.getByRole("dialog", { name: "Delete the agent The line?" }));
  expect(dialog.getByText("2 phone numbers point to this agent.")).toBeVisible();
  expect(dialog.getByText(/\+15550100, \+15550101/)).toBeVisible();
  await userEvent.click(dialog.getByRole("button", { name: "Delete agent" }));
  expect(await screen.findByText("The agent The line is deleted.")).toBeVisible();
  expect(deleteAgent).toHaveBeenCalledExactlyOnceWith("line");
});

it("rolls a version out to a part of one agent's calls", async () => {
  agentsOf.mockResolvedValue([LINE, STAGED]);
  setVersions.mockImplementation((_, flowVersion) => Promise.resolve({ ...LINE, flowVersion }));
  show();
  await userEvent.click(await (await row(/The line/)).findByRole("button", { name: /^More/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /^Roll out/ }));
  const dialog = within(await screen.findByRole("dialog", { name: "Roll out a version" }));
  expect(await dialog.findByRole("checkbox", { name: "The line" })).toBeChecked();
  expect(dialog.queryByRole("checkbox", { name: "staging" })).toBeNull();
  await userEvent.click(dialog.getByRole("button", { name: "Roll out" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(setVersions).toHaveBeenCalledExactlyOnceWith("line", {
    split: [
      { version: 2, percent: 90 },
      { version: 3, percent: 10 },
    ],
  });
});
