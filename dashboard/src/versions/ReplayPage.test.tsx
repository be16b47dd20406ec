import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import * as flows from "../api/flows";
import type { ReplayedTurn, ReplayGroup } from "../api/types";
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
const { replayCalls } = vi.mocked(requests);

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

beforeEach(() => {
  vi.resetAllMocks();
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
  expect(replayCalls).toHaveBeenCalledExactlyOnceWith("support", "draft", 100);
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
  expect(replayCalls).toHaveBeenCalledExactlyOnceWith("support", 2, 100);
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
