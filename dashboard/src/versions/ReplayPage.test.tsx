import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import * as flows from "../api/flows";
import type { ReplayedTurn, ReplayGroup, ReplayJob } from "../api/types";
import * as requests from "../api/versions";
import type { DiagramProps } from "../flow/diagram/props";
import { readOf } from "../testing/read-flow";
import ReplayPage from "./ReplayPage";

vi.mock("../api/flows", { spy: true });
vi.mock("../api/versions", { spy: true });
vi.mock("../flow/diagram/FlowDiagram", () => ({
  FlowDiagram: ({ changes }: DiagramProps) => <div>Marked: {[...(changes?.keys() ?? [])].join(" ")}</div>,
}));
const { readFlow } = vi.mocked(flows);
const { replayCalls, readReplay, listReplays } = vi.mocked(requests);

const turn = (change: Partial<ReplayedTurn>): ReplayedTurn => ({
  node: "ask",
  words: "What?",
  variables: {},
  action: { type: "hangup" },
  status: "completed",
  tools: [],
  ...change,
});
const OTHER_WAY: ReplayGroup = {
  verdict: "differs",
  nodeId: "which",
  count: 12,
  parts: ["node", "words", "variables"],
  mild: false,
  sessions: ["s-1", "s-2"],
  turn: 2,
  recorded: turn({ variables: { topic: "a" } }),
  now: turn({ node: "end", words: "", variables: { topic: "b" } }),
};
const UNKNOWN: ReplayGroup = {
  verdict: "cannot",
  nodeId: "call",
  count: 1,
  parts: [],
  mild: false,
  sessions: ["s-9"],
  why: "the tool was not asked this",
};

/** For what comes with a later request of the page. */
const WAIT = { timeout: 10_000 };
const JOB = "0001-ab";
const kept = (change: Partial<ReplayJob>): ReplayJob => ({
  job: JOB,
  state: "running",
  version: "draft",
  revision: 7,
  at: "2026-01-03T00:00:00Z",
  by: "ann@example.com",
  updatedAt: "2026-01-03T00:00:05Z",
  total: 5000,
  done: 1200,
  same: 1188,
  differ: 12,
  cannot: 0,
  groups: [],
  results: [],
  cursor: null,
  ...change,
});

beforeEach(() => {
  vi.resetAllMocks();
  listReplays.mockResolvedValue([]);
  history.replaceState(null, "", "/flows/support/replay");
  readFlow.mockResolvedValue(readOf("support"));
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <ReplayPage flowId="support" />
      </main>
    </QueryClientProvider>,
  );
}

it("shows one entry for each cause, with both turns, the calls, and the nodes in the picture", async () => {
  replayCalls.mockResolvedValue({
    version: "draft",
    revision: 7,
    same: 80,
    differ: 12,
    cannot: 1,
    left: 7,
    groups: [OTHER_WAY, UNKNOWN],
    results: [],
  });
  const { container } = show();
  await userEvent.click(await screen.findByRole("button", { name: "Replay" }));
  const result = within(await screen.findByRole("region", { name: "Result" }));
  expect(replayCalls).toHaveBeenCalledExactlyOnceWith("support", "draft", { last: 100 });
  for (const text of ["80 same", "12 another way", "1 cannot be told", "7 left out"]) {
    expect(result.getByText(text)).toBeVisible();
  }
  const [first, second] = result.getAllByRole("listitem").map((item) => within(item));
  expect(first?.getByText("Which?")).toBeVisible();
  expect(first?.getByRole("row", { name: "words What? nothing" })).toBeVisible();
  expect(first?.getByRole("row", { name: 'variables topic = "a" topic = "b"' })).toBeVisible();
  expect(first?.getByRole("link", { name: "Call 1" })).toHaveAttribute("href", "/sessions/s-1?at=2");
  expect(first?.getByText("and 10 more")).toBeVisible();
  expect(second?.getByText("the tool was not asked this")).toBeVisible();
  expect(result.getByText("Marked: which call")).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});

it("replays through the version in the address, and forgets the result with another version", async () => {
  history.replaceState(null, "", "/flows/support/replay?version=2");
  replayCalls.mockResolvedValue({
    version: 2,
    revision: 2,
    same: 5,
    differ: 0,
    cannot: 0,
    left: 0,
    groups: [],
    results: [],
  });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Replay" }));
  expect(await screen.findByText("Each call goes as it did.")).toBeVisible();
  expect(replayCalls).toHaveBeenCalledExactlyOnceWith("support", 2, { last: 100 });
  await userEvent.selectOptions(screen.getByLabelText("Version"), "Draft");
  expect(screen.queryByText("Each call goes as it did.")).toBeNull();
  expect(location.search).toBe("");
});

it("asks for a number of calls that a replay takes", async () => {
  show();
  const last = await screen.findByLabelText("Last calls");
  await userEvent.clear(last);
  expect(screen.getByRole("button", { name: "Replay" })).toBeDisabled();
  expect(last).toHaveAccessibleDescription("Enter a whole number from 1 to 10000.");
});

it("follows a replay that goes on after its request until it has ended", async () => {
  replayCalls.mockResolvedValue({
    version: "draft",
    revision: 7,
    same: 40,
    differ: 0,
    cannot: 0,
    left: 4960,
    job: JOB,
    groups: [],
    results: [],
  });
  readReplay.mockResolvedValueOnce(kept({ total: null, done: 0, same: 0, differ: 0 })).mockResolvedValueOnce(kept({}));
  readReplay.mockResolvedValue(kept({ state: "done", done: 5000, same: 4987, differ: 12, groups: [OTHER_WAY] }));
  const { container } = show();
  await userEvent.click(await screen.findByRole("button", { name: "Replay" }));
  expect(await screen.findByText("Choosing the calls…")).toBeVisible();
  expect(location.search).toBe(`?job=${JOB}`);
  expect(await screen.findByText("1200 of 5000 calls replayed", {}, WAIT)).toBeVisible();
  expect(screen.getByRole("progressbar", { name: "Calls replayed" })).toHaveAttribute("value", "1200");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  const result = within(await screen.findByRole("region", { name: "Result of draft, revision 7" }));
  expect(await result.findByText("4987 same", {}, WAIT)).toBeVisible();
  expect(result.getByRole("row", { name: "words What? nothing" })).toBeVisible();
  expect(screen.queryByRole("progressbar")).toBeNull();
  expect(readReplay).toHaveBeenCalledTimes(3);
});

it("offers the replays that were kept, and shows one that was given up", async () => {
  const failed = kept({ state: "failed", why: "nobody works on it any more; begin it again", version: 2, revision: 2 });
  listReplays.mockResolvedValue([failed, kept({ job: "0000-cd", state: "done", done: 5000, cannot: 3 })]);
  readReplay.mockResolvedValue(failed);
  const { container } = show();
  const table = within(await screen.findByRole("region", { name: "Longer replays" }));
  expect(
    table.getByRole("row", { name: /draft, revision 7 .* by ann@example.com 5000 .*3 cannot be told/ }),
  ).toBeVisible();
  expect(table.getByRole("link", { name: "draft, revision 7" })).toHaveAttribute(
    "href",
    "/flows/support/replay?job=0000-cd",
  );
  await userEvent.click(table.getByRole("link", { name: "version 2" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The replay was given up: nobody works on it any more");
  expect(screen.getByText("3800 left out")).toBeVisible();
  expect(readReplay).toHaveBeenCalledWith("support", JOB);
  expect(location.search).toBe(`?version=2&job=${JOB}`);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
});

it("says why calls are left out if no replay goes on", async () => {
  replayCalls.mockResolvedValue({
    version: "draft",
    revision: 7,
    same: 40,
    differ: 0,
    cannot: 0,
    left: 60,
    groups: [],
    results: [],
  });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Replay" }));
  expect(await screen.findByText(/Too many replays began in the last minute/)).toBeVisible();
  expect(screen.queryByText("Each call goes as it did.")).toBeNull();
  expect(readReplay).not.toHaveBeenCalled();
});

it("replays a sample of the calls that the form describes", async () => {
  show();
  const recordedWith = await screen.findByLabelText("Recorded with");
  await within(recordedWith).findByRole("option", { name: "Version 1" });
  await userEvent.selectOptions(recordedWith, "Version 1");
  await userEvent.selectOptions(screen.getByLabelText("Ended as"), "Abandoned");
  const sample = screen.getByLabelText("Only a sample of");
  await userEvent.type(sample, "0");
  expect(screen.getByRole("button", { name: "Replay" })).toBeDisabled();
  await userEvent.clear(sample);
  await userEvent.type(sample, "50");
  await userEvent.click(screen.getByRole("button", { name: "Replay" }));
  expect(replayCalls).toHaveBeenCalledExactlyOnceWith("support", "draft", {
    last: 100,
    sample: 50,
    recordedVersions: [1],
    statuses: ["abandoned"],
  });
});
