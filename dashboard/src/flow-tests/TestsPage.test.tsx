import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as requests from "../api/flow-tests";
import { ApiFailure } from "../api/failure";
import { readFlow } from "../api/flows";
import type { FlowTest, StoredTest, TestRun } from "../api/types";
import { storeUnsaved } from "../editor/draft/unsaved";
import type { DiagramProps } from "../flow/diagram/props";
import { aFlow, aTurn } from "../testing/sessions";
import TestsPage from "./TestsPage";

vi.mock("../api/flows", { spy: true });
vi.mock("../api/flow-tests", { spy: true });
const drawn = vi.hoisted(() => ({ props: null as DiagramProps | null }));
vi.mock("../flow/diagram/FlowDiagram", () => ({
  FlowDiagram: (props: DiagramProps) => {
    drawn.props = props;
    return <div>The diagram</div>;
  },
}));
const { allTests, runTests, saveTest, deleteTest } = vi.mocked(requests);

const written: FlowTest = {
  name: "Many go to the desk",
  turns: [{ expect: { action: "listen" } }, { say: "twenty", expect: { node: "desk", variables: { count: 20 } } }],
};
const other: FlowTest = { name: "Few say goodbye", turns: [{ say: "two" }] };
const stored = (testId: string, test: FlowTest): StoredTest => ({ ...test, testId, updatedAt: "2026-01-01T00:00:00Z" });

const ran = (nodeId: string, outcome: string) => ({ nodeId, type: "decision" as const, outcome, millis: 0 });
const run: TestRun = {
  passed: 1,
  failed: 1,
  results: [
    { testId: "few", name: other.name, passed: true, failures: [], turns: [aTurn("1", { input: "two" })], millis: 2 },
    {
      testId: "many",
      name: written.name,
      passed: false,
      failures: [{ turn: 2, field: "node", expected: "desk", actual: "bye" }],
      turns: [
        aTurn("1", { response: "How many?", nodes: [ran("start", "default"), ran("ask", "listen")] }),
        aTurn("2", {
          input: "twenty",
          response: "Goodbye.",
          nodes: [ran("ask", "default"), ran("which", "default"), ran("bye", "hangup")],
          action: { type: "hangup" },
        }),
      ],
      millis: 3,
    },
  ],
  coverage: {
    nodes: { start: 2, ask: 2, which: 2, desk: 0, bye: 2 },
    exits: { "start/default": 2, "ask/default": 2, "which/many": 0, "which/default": 2, "desk/failed": 0 },
    missed: ["desk", "which/many", "desk/failed"],
  },
};

beforeEach(() => {
  vi.resetAllMocks();
  localStorage.clear();
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query === "(min-width: 1100px)",
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  vi.mocked(readFlow).mockResolvedValue({
    flowId: "support",
    name: "Support",
    draftRevision: 4,
    latestVersion: 3,
    publishedRevision: 4,
    updatedAt: "2026-01-01T00:00:00Z",
    warnings: 0,
    version: "draft",
    revision: 4,
    definition: aFlow,
  });
  allTests.mockResolvedValue([stored("few", other), stored("many", written)]);
  runTests.mockResolvedValue(run);
});

function show(address = "/flows/support/tests") {
  history.replaceState(null, "", address);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <TestsPage flowId="support" />
      </main>
    </QueryClientProvider>,
  );
}

async function shownOf(container: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

describe("the tests of a flow", () => {
  it("run by themselves, and show what failed first and what they miss, without a serious finding of axe", async () => {
    const { container } = show();
    expect(await screen.findByText("1 passed, 1 failed")).toBeVisible();
    const [first, second] = within(screen.getByRole("list", { name: "Tests" })).getAllByRole("listitem");
    expect(first).toHaveTextContent(/Many go to the desk.*expected desk, came bye.*Failed/);
    expect(second).toHaveTextContent(/Few say goodbye.*Passed/);
    expect(screen.getByText("3 that no test reaches")).toBeVisible();
    expect(screen.getByRole("button", { name: "which → a lot" })).toBeVisible();
    expect(screen.getByText("4 of 5")).toBeVisible();
    expect(drawn.props?.notes?.get("desk")?.kind).toBe("missed");
    expect(drawn.props?.notes?.get("e4")?.kind).toBe("reached");
    expect(await shownOf(container)).toEqual([]);
  });

  it("select a missed node in the diagram", async () => {
    show();
    await userEvent.click(await screen.findByRole("button", { name: "desk" }));
    expect(drawn.props?.selected).toBe("desk");
  });

  it("do not run by themselves if they are many", async () => {
    allTests.mockResolvedValue(Array.from({ length: 101 }, (_, at) => stored(`t${at}`, other)));
    show();
    await screen.findAllByText("Not run");
    expect(runTests).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Run all tests" }));
    expect(await screen.findByText("1 passed, 1 failed")).toBeVisible();
    expect(runTests).toHaveBeenCalledOnce();
  });

  it("run on the changes of this browser at a press", async () => {
    storeUnsaved("support", { definition: aFlow, unfinished: [], revision: 4, at: "2026-01-01T00:00:00Z" });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Test the changes" }));
    await vi.waitFor(() => expect(runTests.mock.lastCall?.[1]).toEqual({ definition: aFlow }));
    expect(screen.getByLabelText("Version to test")).toHaveValue("unsaved");
  });

  it("are created with a name, and open", async () => {
    saveTest.mockImplementation((_, testId, test) => Promise.resolve(stored(testId, test)));
    show();
    await screen.findByText("1 passed, 1 failed");
    await userEvent.click(screen.getByRole("button", { name: "New test" }));
    await userEvent.type(screen.getByLabelText(/^Name/), "Few");
    await userEvent.click(screen.getByRole("button", { name: "Create test" }));
    expect(screen.getByText("This flow has a test with this id.")).toBeVisible();
    await userEvent.type(screen.getByLabelText(/^Name/), " more");
    await userEvent.click(screen.getByRole("button", { name: "Create test" }));
    expect(await screen.findByLabelText("Name of the test")).toHaveValue("Few more");
    expect(saveTest).toHaveBeenCalledWith("support", "few-more", {
      name: "Few more",
      turns: [{ expect: { action: "listen" } }],
    });
    expect(location.search).toBe("?test=few-more");
  });
});

describe("one test", () => {
  it("opens at the turn that failed, with what was expected and what came, in the diagram too", async () => {
    const { container } = show("/flows/support/tests?test=many");
    const turn = await screen.findByRole("button", { name: /Turn 2/, expanded: true });
    const card = within(turn.closest("li") ?? document.body);
    expect(card.getByText("Expected").nextElementSibling).toHaveTextContent("desk");
    expect(card.getByText("Came").nextElementSibling).toHaveTextContent("bye");
    expect(drawn.props?.notes?.get("desk")?.kind).toBe("expected");
    expect(drawn.props?.notes?.get("bye")?.kind).toBe("came");
    expect(drawn.props?.path?.current).toBe("bye");
    expect([...(drawn.props?.path?.now.edges ?? [])].sort()).toEqual(["e2", "e4"]);
    expect(await shownOf(container)).toEqual([]);
  });

  it("is changed, saved, and run again", async () => {
    saveTest.mockImplementation((_, testId, test) =>
      Promise.resolve({ ...stored(testId, test), updatedAt: "2026-01-02T00:00:00Z" }),
    );
    show("/flows/support/tests?test=many");
    await userEvent.selectOptions(await screen.findByLabelText("Node after the turn"), "bye");
    expect(screen.getByText("Not saved")).toBeVisible();
    await userEvent.type(screen.getByLabelText("Says"), "Goodbye");
    await userEvent.click(screen.getByRole("button", { name: "Save test" }));
    await vi.waitFor(() => expect(runTests).toHaveBeenCalledTimes(2));
    const [before, turn] = written.turns;
    const expected = { node: "bye", variables: { count: 20 }, says: "Goodbye" };
    expect(saveTest.mock.lastCall?.[2]).toEqual({ ...written, turns: [before, { ...turn, expect: expected }] });
    expect(screen.queryByText("Not saved")).toBeNull();
  });

  it("expects what came at a press", async () => {
    show("/flows/support/tests?test=many");
    await userEvent.click(await screen.findByRole("button", { name: "Expect what came" }));
    expect(screen.getByLabelText("Node after the turn")).toHaveValue("bye");
    expect(screen.getByLabelText("Action")).toHaveValue("hangup");
  });

  it("is not saved while a text is no JSON", async () => {
    show("/flows/support/tests?test=many");
    const count = await screen.findByLabelText("Variable count");
    await userEvent.clear(count);
    await userEvent.type(count, "2 0");
    expect(count).toBeInvalid();
    await userEvent.selectOptions(screen.getByLabelText("Node after the turn"), "bye");
    await userEvent.click(screen.getByRole("button", { name: "Save test" }));
    expect(saveTest).not.toHaveBeenCalled();
  });

  it("says why it was not saved, and keeps the change", async () => {
    const problem = { severity: "error" as const, message: "must have a visible character", field: "turns.1.say" };
    saveTest.mockRejectedValue(new ApiFailure("refused", "The test is not valid.", "", [problem]));
    show("/flows/support/tests?test=many");
    await userEvent.selectOptions(await screen.findByLabelText("Status"), "failed");
    await userEvent.click(screen.getByRole("button", { name: "Save test" }));
    expect(await screen.findByText("turns.1.say: must have a visible character")).toBeVisible();
    expect(screen.getByLabelText("Status")).toHaveValue("failed");
  });

  it("gets an answer for a tool that has none", async () => {
    const failures = [{ turn: 2, field: "mocks.call", expected: "answer 1 of the tool", actual: null }];
    const result = run.results[1];
    if (result === undefined) throw new Error("No result.");
    runTests.mockResolvedValue({ ...run, results: [{ ...result, failures }] });
    show("/flows/support/tests?test=many");
    await userEvent.click(await screen.findByRole("button", { name: "Add an answer for call" }));
    expect(await screen.findByRole("region", { name: "Answers for call" })).toBeVisible();
  });

  it("is deleted after a question", async () => {
    deleteTest.mockResolvedValue();
    show("/flows/support/tests?test=many");
    await userEvent.click(await screen.findByRole("button", { name: /More/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete test" }));
    const dialog = await screen.findByRole("dialog", { name: /Many go to the desk/ });
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete test" }));
    await vi.waitFor(() => expect(location.search).toBe(""));
    expect(deleteTest).toHaveBeenCalledWith("support", "many");
    expect(screen.queryByText(written.name)).toBeNull();
  });

  it("that does not exist is named", async () => {
    show("/flows/support/tests?test=gone");
    expect(await screen.findByText("This flow has no test gone.")).toBeVisible();
  });
});
