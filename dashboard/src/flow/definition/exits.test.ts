import { describe, expect, it } from "vitest";
import type { FlowNode } from "../../api/types";
import { edgeLabel, edgeTaken, exitsOf, isFailure, listsExits, shownExits } from "./exits";
import { edge, flow, node } from "../../testing/made-flows";

const decision = node("d", "decision", {
  conditions: [
    { id: "a", label: "technical", expression: "x" },
    { id: "b", expression: "order.total > 100 && order.customer.isLoyal" },
  ],
});

describe("exits of a node", () => {
  it.each([
    ["start", ["default"]],
    ["elicitation", ["default", "noMatch", "noInput"]],
    ["message", ["default"]],
    ["form", ["default", "noMatch", "noInput"]],
    ["llm", ["default", "error", "maxTurns"]],
    ["tool", ["default", "error"]],
    ["transfer", ["failed"]],
    ["end", []],
  ] as const)("%s", (type, exits) => {
    expect(exitsOf(node("n", type)).map(({ id }) => id)).toEqual(exits);
  });

  it("of a decision are its conditions, then default", () => {
    expect(exitsOf(decision).map(({ id }) => id)).toEqual(["a", "b", "default"]);
    expect(exitsOf(decision).map(({ name }) => name)).toEqual(["technical", "order.total > 100 && or…", "otherwise"]);
    expect(exitsOf(decision)[1]?.title).toBe("order.total > 100 && order.customer.isLoyal");
  });

  it("of a decision in words have a failure exit, because a model decides", () => {
    const words = node("d", "decision", { conditions: [{ id: "upset", when: "the caller is upset" }] });
    expect(exitsOf(words).map(({ id, title, failure }) => [id, title, failure])).toEqual([
      ["upset", "the caller is upset", undefined],
      ["default", "otherwise", undefined],
      ["error", "on error", true],
    ]);
    expect(isFailure(words, "error")).toBe(true);
    const both = node("d", "decision", { conditions: [{ id: "error", when: "the caller is upset" }] });
    expect(isFailure(both, "error")).toBe(false);
    const decided = node("d", "decision", { conditions: [{ id: "a", expression: "x", when: "unused" }] });
    expect(exitsOf(decided).map(({ id }) => id)).toEqual(["a", "default"]);
  });

  it("of a malformed decision are those with a valid id", () => {
    const conditions = [null, { id: 3 }, { id: "" }, { id: "a" }, { id: "a" }];
    expect(exitsOf(node("d", "decision", { conditions })).map(({ id }) => id)).toEqual(["a", "default"]);
    expect(exitsOf(node("d", "decision", { conditions: "?" })).map(({ id }) => id)).toEqual(["default"]);
  });

  it("of an optional question include the one without an answer", () => {
    const ids = exitsOf(node("q", "elicitation", { optional: true })).map(({ id }) => id);
    expect(ids).toEqual(["default", "noMatch", "noInput", "declined"]);
  });

  it("are marked as failures, except those that an author has named", () => {
    const failures = (one: FlowNode) => exitsOf(one).flatMap(({ id, failure }) => (failure === true ? [id] : []));
    expect(failures(node("q", "elicitation", { optional: true }))).toEqual(["noMatch", "noInput"]);
    expect(failures(node("t", "transfer"))).toEqual(["failed"]);
    expect(failures(node("m", "llm", { until: "done" }))).toEqual(["error", "maxTurns"]);
    expect(failures(node("m", "llm"))).toEqual(["error"]);
    expect(failures(node("d", "decision", { conditions: [{ id: "error", expression: "x" }] }))).toEqual([]);
  });

  it("that only an edge names are shown as stray", () => {
    const shown = shownExits(node("t", "tool"), [edge("e", "t", "n", "gone"), edge("f", "t", "n")]);
    expect(shown.map(({ id, stray }) => [id, stray ?? false])).toEqual([
      ["default", false],
      ["error", false],
      ["gone", true],
    ]);
  });

  it("are listed unless the only exit is default", () => {
    expect(listsExits(exitsOf(node("s", "start")))).toBe(false);
    expect(listsExits(exitsOf(node("e", "end")))).toBe(false);
    expect(listsExits(exitsOf(node("t", "transfer")))).toBe(true);
  });
});

describe("label of an edge", () => {
  it("is the name of the exit, and empty for the exit default, except of a decision", () => {
    expect(edgeLabel(node("q", "elicitation"), edge("e", "q", "n", "noMatch"))).toBe("no match");
    expect(edgeLabel(node("q", "elicitation"), edge("e", "q", "n"))).toBe("");
    expect(edgeLabel(decision, edge("e", "d", "n", "a"))).toBe("technical");
    expect(edgeLabel(decision, edge("e", "d", "n"))).toBe("otherwise");
    expect(edgeLabel(decision, edge("e", "d", "n", "gone"))).toBe("gone");
  });
});

describe("the edge that an outcome takes", () => {
  const definition = flow(
    [decision, node("q", "elicitation"), node("n", "end")],
    [edge("e1", "d", "n", "a"), edge("e2", "d", "n"), edge("e3", "q", "n", "default")],
  );
  it.each([
    ["d", "a", "e1"],
    ["d", "b", "e2"],
    ["d", "default", "e2"],
    ["q", "noInput", "e3"],
    ["q", "listen", null],
    ["n", "default", null],
    ["gone", "default", null],
  ])("%s by %s: %s", (nodeId, outcome, taken) => {
    expect(edgeTaken(definition, nodeId, outcome)).toBe(taken);
  });

  it("is that of default after a failure only in a flow of an earlier release, which has no onFailure", () => {
    expect(edgeTaken({ ...definition, onFailure: "n" }, "q", "noInput")).toBeNull();
    expect(edgeTaken({ ...definition, onFailure: "n" }, "d", "b")).toBe("e2");
  });

  it("is null in a flow without edges", () => {
    expect(edgeTaken({ name: "f", nodes: [decision] }, "d", "a")).toBeNull();
  });
});
