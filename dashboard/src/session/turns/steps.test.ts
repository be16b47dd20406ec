import { describe, expect, it } from "vitest";
import type { NodeRun } from "../../api/types";
import { flow, node } from "../../testing/made-flows";
import { aFlow, aTurn } from "../../testing/sessions";
import { failuresOf, isUnderstood, stepsOf } from "./steps";

const run = (nodeId: string, type: NodeRun["type"], outcome: string): NodeRun => ({ nodeId, type, outcome, millis: 1 });
const turn = aTurn("1", {
  nodes: [run("ask", "elicitation", "default"), run("which", "decision", "default"), run("bye", "end", "hangup")],
  decisions: [
    { nodeId: "ask", conditionId: "validation", value: true },
    { nodeId: "ask", conditionId: "assign.total", value: 4, error: "TypeError: no" },
    { nodeId: "which", conditionId: "many", value: false },
    { nodeId: "which", conditionId: "broken", value: false, error: "ReferenceError: nothing is not defined" },
    { nodeId: "bye", conditionId: "message", value: "", error: "passed its time or memory" },
  ],
  effects: [{ kind: "AskModel", nodeId: "ask", millis: 12, ok: false, error: "away" }],
});

describe("stepsOf", () => {
  it("gives each run of a node its decisions and effects", () => {
    expect(stepsOf(turn, aFlow).map((step) => [step.nodeId, step.evaluations.length, step.effects.length])).toEqual([
      ["ask", 2, 1],
      ["which", 3, 0],
      ["bye", 1, 0],
    ]);
  });

  it("labels each decision, with the author's expression", () => {
    const [ask, which, bye] = stepsOf(turn, aFlow);
    expect(ask?.evaluations.map(({ kind, label, expression }) => [kind, label, expression])).toEqual([
      ["check", "Is the answer valid?", "value > 0"],
      ["assign", "Set total", "count * 2"],
    ]);
    expect(
      which?.evaluations.map(({ label, expression, decision }) => [
        label,
        expression,
        decision?.error ?? decision?.value,
      ]),
    ).toEqual([
      ["a lot", "count > 10", false],
      ["broken", "nothing.here", "ReferenceError: nothing is not defined"],
      ["never", "count < 0", undefined],
    ]);
    expect(bye?.evaluations[0]).toMatchObject({
      kind: "text",
      label: "Fill in message",
      expression: "Bye, {{ name }}.",
    });
  });

  it("says who read an answer, and not the setting that asked for it", () => {
    const turn = aTurn("1", {
      nodes: [run("ask", "elicitation", "default")],
      decisions: [
        { nodeId: "ask", conditionId: "extraction", value: { by: "rules", noMatch: "no number was heard" } },
        { nodeId: "ask", conditionId: "extraction.total", value: { by: "model" } },
      ],
    });
    const [rules, model] = stepsOf(turn, aFlow)[0]?.evaluations ?? [];
    expect(rules).toMatchObject({ kind: "reading", label: "Read the answer by the rules", expression: null });
    expect(model).toMatchObject({ kind: "reading", label: "Read total by the language model", expression: null });
    expect([rules, model].map((one) => one?.decision && isUnderstood(one.decision))).toEqual([false, true]);
  });

  it("names the handler that was reached, and that the model was asked about", () => {
    const handlers = [
      { id: "person", phrases: ["a person, please"], target: "bye" },
      { id: "hours", expression: "value === 'hours?'", target: "bye" },
    ];
    const turn = aTurn("1", {
      nodes: [run("ask", "elicitation", "handlers.person"), run("bye", "end", "hangup")],
      decisions: [
        { nodeId: "ask", conditionId: "handlers", value: null, error: "away" },
        { nodeId: "ask", conditionId: "handlers.hours", value: false },
        { nodeId: "ask", conditionId: "handlers.person", value: true },
      ],
    });
    const [ask, bye] = stepsOf(turn, { ...aFlow, handlers });
    expect([ask?.handler?.title, bye?.handler]).toEqual(["“a person, please”", null]);
    expect(ask?.evaluations.map(({ kind, label, chosen }) => [kind, label, chosen])).toEqual([
      ["condition", "Which of those at any time?", false],
      ["condition", "At any time: value === 'hours?'", false],
      ["condition", "At any time: “a person, please”", true],
    ]);
  });

  it("marks only the chosen condition", () => {
    const turn = aTurn("1", {
      nodes: [run("which", "decision", "broken"), run("bye", "end", "hangup")],
      decisions: [
        { nodeId: "which", conditionId: "many", value: false },
        { nodeId: "which", conditionId: "broken", value: true },
      ],
    });
    expect(stepsOf(turn, aFlow)[0]?.evaluations.map((evaluation) => evaluation.chosen)).toEqual([false, true, false]);
  });

  it("separates two successive runs of one node", () => {
    const twice = aTurn("1", {
      nodes: [run("which", "decision", "many"), run("which", "decision", "default")],
      decisions: [
        { nodeId: "which", conditionId: "many", value: true },
        { nodeId: "which", conditionId: "many", value: false },
        { nodeId: "which", conditionId: "broken", value: false },
      ],
    });
    const steps = stepsOf(twice, aFlow).map(
      (step) => step.evaluations.filter(({ decision }) => decision !== null).length,
    );
    expect(steps).toEqual([1, 2]);
  });

  it("shows decisions of a node without a run, also without a definition", () => {
    const odd = aTurn("1", { decisions: [{ nodeId: "gone", conditionId: "assign.a", value: null, error: "no" }] });
    expect(stepsOf(odd, undefined)).toMatchObject([
      { nodeId: "gone", run: null, evaluations: [{ label: "Set a", expression: null }] },
    ]);
  });

  it("finds the text of a request field, also by keys with dots", () => {
    const tool = flow([
      node("t", "tool", {
        request: { url: "https://x/{{ a }}", headers: { "X.Y": "{{ b }}" }, body: { items: ["{{ c }}"] } },
      }),
    ]);
    const failed = (conditionId: string) =>
      stepsOf(
        aTurn("1", {
          nodes: [run("t", "tool", "error")],
          decisions: [{ nodeId: "t", conditionId, value: "", error: "no" }],
        }),
        tool,
      )[0]?.evaluations[0]?.expression;
    expect([failed("url"), failed("headers.X.Y"), failed("body.items.0"), failed("query.none")]).toEqual([
      "https://x/{{ a }}",
      "{{ b }}",
      "{{ c }}",
      null,
    ]);
  });
});

describe("failuresOf", () => {
  it("counts failed expressions, effects and runs", () => {
    expect(failuresOf(turn)).toBe(4);
    expect(failuresOf(aTurn("1"))).toBe(0);
  });
});
