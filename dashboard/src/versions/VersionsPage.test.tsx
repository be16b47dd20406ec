import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure } from "../api/failure";
import * as flows from "../api/flows";
import type { Agent } from "../api/types";
import * as requests from "../api/versions";
import { readOf } from "../testing/read-flow";
import { replayOf, stillReplaying } from "../testing/replays";
import VersionsPage from "./VersionsPage";

vi.mock("../api/flows", { spy: true });
vi.mock("../api/versions", { spy: true });
const { readFlow } = vi.mocked(flows);
const {
  listVersions,
  restoreVersion,
  readGate,
  saveGate,
  agentsOf,
  environmentsOf,
  setVersions,
  setEnvironment,
  readReplay,
} = vi.mocked(requests);

const agent = (flowVersion: Agent["flowVersion"], agentId = "line"): Agent => ({
  agentId,
  name: `The ${agentId}`,
  flowId: "support",
  flowVersion,
});
const SPLIT = {
  split: [
    { version: 2, percent: 90 },
    { version: 3, percent: 10 },
  ],
};

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/flows/support/versions");
  readFlow.mockResolvedValue(readOf("support"));
  listVersions.mockResolvedValue({
    versions: [
      { version: 3, at: "2026-01-03T00:00:00Z", by: "ann@example.com", note: "A shorter greeting", sessions: 7 },
      { version: 2, at: "2026-01-02T00:00:00Z", by: "local", override: "Urgent", sessions: 1200 },
      { version: 1, at: null, by: null, sessions: 0 },
    ],
    cursor: null,
  });
  agentsOf.mockResolvedValue([agent(SPLIT)]);
  environmentsOf.mockResolvedValue([]);
  readGate.mockResolvedValue({ tests: true, replayLast: 200 });
  setVersions.mockImplementation((agentId, flowVersion) => Promise.resolve(agent(flowVersion, agentId)));
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <VersionsPage flowId="support" />
      </main>
    </QueryClientProvider>,
  );
}

const row = async (name: RegExp) => within(await screen.findByRole("row", { name }));

it("lists who published what when, and which part of the new calls gets it", async () => {
  const { container } = show();
  const newest = await row(/v3/);
  expect(newest.getByText("by ann@example.com")).toBeVisible();
  expect(newest.getByText("A shorter greeting")).toBeVisible();
  expect(await newest.findByText("10 % of The line")).toBeVisible();
  const before = await row(/v2/);
  expect(before.getByText("90 % of The line")).toBeVisible();
  expect(before.getByText("Gate overridden: Urgent")).toBeVisible();
  expect(screen.getByText("v2 90 % · v3 10 %")).toBeVisible();
  const gate = screen.getByRole("region", { name: "Gate" });
  expect(await within(gate).findByText("every test passes")).toBeVisible();
  expect(within(gate).getByText("none of the last 200 calls goes another way")).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});

it("warns of a provider that answers with another model than it did", async () => {
  listVersions.mockResolvedValue({
    versions: [
      {
        version: 1,
        at: "2026-01-03T00:00:00Z",
        by: "local",
        sessions: 7,
        models: [
          { model: "openai/other", answeredBy: "other", since: "2026-01-03T00:00:00Z" },
          { model: "openai/mini", answeredBy: "mini-may", before: "mini-april", since: "2026-01-04T00:00:00Z" },
        ],
      },
    ],
    cursor: null,
  });
  const { container } = show();
  const only = await row(/v1/);
  expect(only.getByText(/The provider answers with mini-may, no longer with mini-april:/)).toBeVisible();
  expect(only.queryByText(/other/)).toBeNull();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
});

it("opens the comparison of any two versions, the older one first", async () => {
  show();
  await userEvent.click(await screen.findByRole("checkbox", { name: "Choose v3 to compare" }));
  expect(screen.getByRole("button", { name: "Compare" })).toBeDisabled();
  await userEvent.click(screen.getByRole("checkbox", { name: "Choose v1 to compare" }));
  await userEvent.click(screen.getByRole("button", { name: "Compare v1 with v3" }));
  expect(location.pathname + location.search).toBe("/flows/support/compare?from=1&to=3");
});

it("takes a version back with one press, and undoes it", async () => {
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Take back v3" }));
  expect(await screen.findByText("Version 3 was taken back.")).toBeVisible();
  expect(setVersions).toHaveBeenCalledExactlyOnceWith("line", 2);
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Version 3 is given to new calls again.")).toBeVisible();
  expect(setVersions).toHaveBeenLastCalledWith("line", SPLIT);
});

it("offers to take back only a version that some new call gets", async () => {
  agentsOf.mockResolvedValue([agent(2)]);
  show();
  expect(await screen.findByRole("button", { name: "Take back v2" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Take back v3" })).toBeNull();
});

it("rolls a version out to a part of the new calls of the chosen agents", async () => {
  agentsOf.mockResolvedValue([agent("latest"), agent(1, "night")]);
  show();
  await screen.findByText("100 % of The night");
  await userEvent.click(screen.getByRole("button", { name: "Roll out v3" }));
  const dialog = within(screen.getByRole("dialog", { name: "Roll out a version" }));
  await userEvent.click(dialog.getByRole("checkbox", { name: "The night" }));
  const percent = dialog.getByLabelText("Percent of new calls");
  await userEvent.clear(percent);
  await userEvent.type(percent, "25");
  await userEvent.selectOptions(dialog.getByLabelText("Version of the other calls"), "v2");
  expect(dialog.getByRole("status")).toHaveTextContent("Of 100 new calls, about 25 get v3 and 75 get v2.");
  await userEvent.click(dialog.getByRole("button", { name: "Roll out" }));
  await screen.findByText(/New calls of The line get their versions as chosen/);
  expect(setVersions).toHaveBeenCalledExactlyOnceWith("line", {
    split: [
      { version: 2, percent: 75 },
      { version: 3, percent: 25 },
    ],
  });
});

it("takes a version back in an environment, and asks for a reason where the gate refuses one", async () => {
  agentsOf.mockResolvedValue([agent({ environment: "live" })]);
  environmentsOf.mockResolvedValue([{ name: "live", version: 3, had: [2, 3] }]);
  setEnvironment.mockResolvedValue({ name: "live", version: 2 });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Take back v3" }));
  expect(await screen.findByText("Version 3 was taken back.")).toBeVisible();
  expect(setEnvironment).toHaveBeenCalledExactlyOnceWith("support", "live", { version: 2 });
  expect(setVersions).not.toHaveBeenCalled();

  setEnvironment.mockRejectedValueOnce(
    new ApiFailure("refused", "The gate says no.", "", [], null, 422, null, { gate: { tests: true } }),
  );
  await userEvent.click(screen.getByRole("button", { name: "Roll out v1" }));
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Roll out" }));
  await userEvent.type(await dialog.findByLabelText("Reason to publish all the same"), "Now");
  await userEvent.click(dialog.getByRole("button", { name: "Roll out" }));
  expect(await screen.findByText(/New calls of live get their versions/)).toBeVisible();
  const { split, override } = setEnvironment.mock.lastCall?.[2] ?? {};
  expect(override).toBe("Now");
  expect(split).toContainEqual({ version: 1, percent: 10 });
});

it("rolls a version out in an environment when the gate's replay has ended", async () => {
  environmentsOf.mockResolvedValue([{ name: "live", version: 3, had: [2, 3] }]);
  agentsOf.mockResolvedValue([]);
  setEnvironment.mockRejectedValueOnce(stillReplaying());
  setEnvironment.mockResolvedValueOnce({ name: "live", version: 2 });
  readReplay.mockResolvedValue(replayOf("done"));
  show();
  await screen.findByText("100 % of live");
  await userEvent.click(await screen.findByRole("button", { name: "Roll out v1" }));
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Roll out" }));
  expect(await screen.findByText(/New calls of live get their versions/)).toBeVisible();
  expect(setEnvironment).toHaveBeenCalledTimes(2);
  expect(setEnvironment.mock.calls[1]).toEqual(setEnvironment.mock.calls[0]);
});

it("says in the dialog why an agent was not changed", async () => {
  setVersions.mockRejectedValue(new ApiFailure("away", "The API is away.", "Later."));
  show();
  await screen.findByText("10 % of The line");
  await userEvent.click(screen.getByRole("button", { name: "Roll out v3" }));
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Roll out" }));
  expect(await dialog.findByText("Not done: The API is away.")).toBeVisible();
});

it("restores a version as the draft", async () => {
  restoreVersion.mockResolvedValue({ flowId: "support", revision: 9, problems: [] });
  show();
  await userEvent.click(await screen.findByRole("button", { name: /More for v2/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /Restore as draft/ }));
  expect(await screen.findByText("Version 2 is the draft now (revision 9).")).toBeVisible();
  expect(restoreVersion).toHaveBeenCalledExactlyOnceWith("support", 2);
});

it("changes the gate", async () => {
  saveGate.mockResolvedValue({ tests: true });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Change gate" }));
  const dialog = within(screen.getByRole("dialog", { name: "Gate" }));
  const last = dialog.getByLabelText("Calls, the newest first");
  await userEvent.clear(last);
  await userEvent.type(last, "20000");
  expect(last).toHaveAccessibleDescription("Enter a whole number from 1 to 10000.");
  await userEvent.click(dialog.getByRole("button", { name: "Save gate" }));
  expect(saveGate).not.toHaveBeenCalled();
  await userEvent.clear(last);
  await userEvent.type(last, "50");
  await userEvent.click(dialog.getByRole("checkbox", { name: "The tests must reach a part of the nodes" }));
  await userEvent.click(dialog.getByRole("button", { name: "Save gate" }));
  expect(await screen.findByText("The gate is saved.")).toBeVisible();
  expect(saveGate).toHaveBeenCalledExactlyOnceWith("support", {
    tests: true,
    replayLast: 50,
    mostDiffering: 0,
    leastNodeCoverage: 1,
  });
});
