import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as requests from "../../api/simulations";
import type { FlowTest, SimulatedCall, Simulation, StoredTest } from "../../api/types";
import { SimulatedCallers } from "./SimulatedCallers";

vi.mock("../../api/simulations", { spy: true });
const { estimateCalls, beginCalls, goOn } = vi.mocked(requests);

const ann: StoredTest = {
  testId: "ann",
  updatedAt: "2026-01-01T00:00:00Z",
  name: "Ann is impatient",
  turns: [],
  simulate: { caller: "Ann, impatient", goal: "Her order", maxTurns: 12, judge: ["The order is named."] },
};
const fixed: StoredTest = { testId: "fixed", updatedAt: ann.updatedAt, name: "Fixed", turns: [{ say: "hi" }] };
const used = (tokens: number, dollars: number | null = null) => ({ inputTokens: tokens, outputTokens: 0, dollars });
const call: SimulatedCall = {
  testId: "ann",
  name: ann.name,
  sessionId: "session_1",
  passed: false,
  ended: "goalReached",
  turns: 3,
  judged: [{ line: "The order is named.", answer: "no", words: "your parcel" }],
  failures: [],
  used: used(900),
};
const simulation = (changes: Partial<Simulation> = {}): Simulation => ({
  run: "run_1",
  version: "draft",
  left: 0,
  budgetTokens: 100_000,
  estimate: used(21_000, 0.02),
  used: used(900),
  calls: [call],
  ...changes,
});

const saved = vi.fn<(testId: string, test: FlowTest) => Promise<boolean>>();

function shown(tests: readonly StoredTest[] = [ann, fixed]) {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <SimulatedCallers flowId="support" tests={tests} version="draft" saving={false} failure={null} onSave={saved} />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  vi.resetAllMocks();
  estimateCalls.mockResolvedValue(simulation({ run: null, calls: [] }));
  saved.mockResolvedValue(true);
});

describe("SimulatedCallers", () => {
  it("shows the estimate before anything is asked", async () => {
    const { container } = shown();
    expect(await screen.findByText(/21,000 tokens \(\$0.02\)/)).toBeVisible();
    expect(estimateCalls.mock.calls[0]?.[1]).toMatchObject({ tests: ["ann"], version: "draft", calls: 1 });
    expect(beginCalls).not.toHaveBeenCalled();
    expect((await axe.run(container)).violations).toEqual([]);
  });

  it("goes on until no call is left, and shows what the judge says and where the call is", async () => {
    beginCalls.mockResolvedValue(simulation({ left: 1, calls: [{ ...call, passed: null, ended: null, judged: [] }] }));
    goOn.mockResolvedValue(simulation());
    shown();
    await userEvent.click(await screen.findByRole("button", { name: "Make the call" }));
    const calls = await screen.findByRole("list", { name: "Simulated calls" });
    expect(await within(calls).findByText("The order is named.")).toBeVisible();
    expect(within(calls).getByText("your parcel")).toBeVisible();
    expect(within(calls).getByText("Failed")).toBeVisible();
    expect(within(calls).getByRole("link", { name: "Show the call" })).toHaveAttribute("href", "/sessions/session_1");
    expect(screen.getByRole("status")).toHaveTextContent("0 of 1 passed · 900 tokens used");
    expect(goOn.mock.calls.map(([, run]) => run)).toEqual(["run_1"]);
  });

  it("asks no more once a person stops it", async () => {
    beginCalls.mockResolvedValue(simulation({ left: 1 }));
    goOn.mockImplementation((_flow, _run, signal) => new Promise((_, fail) => signal.addEventListener("abort", fail)));
    shown();
    await userEvent.click(await screen.findByRole("button", { name: "Make the call" }));
    await userEvent.click(await screen.findByRole("button", { name: "Stop" }));
    expect(await screen.findByRole("button", { name: "Make the call" })).toBeVisible();
    expect(goOn).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("writes a new caller as a test without turns", async () => {
    shown([]);
    await userEvent.click(screen.getByRole("button", { name: "New caller" }));
    await userEvent.click(screen.getByRole("button", { name: "Save caller" }));
    expect(screen.getAllByText("Fill in this field.")).toHaveLength(4);
    await userEvent.type(screen.getByRole("textbox", { name: /^Name/ }), "Bob");
    await userEvent.type(screen.getByRole("textbox", { name: /^Who calls/ }), "Bob, vague");
    await userEvent.type(screen.getByRole("textbox", { name: /^What the caller wants/ }), "A refund");
    await userEvent.type(screen.getByRole("textbox", { name: /^What must be true/ }), "It is polite.{Enter}No refund.");
    await userEvent.click(screen.getByRole("button", { name: "Save caller" }));
    const simulate = { caller: "Bob, vague", goal: "A refund", maxTurns: 12, judge: ["It is polite.", "No refund."] };
    expect(saved.mock.calls).toEqual([["bob", { name: "Bob", turns: [], simulate }]]);
  });

  it("keeps the other fields of a test whose caller is changed", async () => {
    shown([{ ...ann, channel: "phone" }]);
    await userEvent.click(screen.getByRole("button", { name: "Edit Ann is impatient" }));
    await userEvent.clear(screen.getByRole("textbox", { name: /^What the caller wants/ }));
    await userEvent.type(screen.getByRole("textbox", { name: /^What the caller wants/ }), "A refund");
    await userEvent.click(screen.getByRole("button", { name: "Save caller" }));
    expect(saved.mock.calls[0]?.[1]).toMatchObject({ channel: "phone", simulate: { goal: "A refund", maxTurns: 12 } });
  });
});
