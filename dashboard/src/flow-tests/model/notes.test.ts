import { describe, expect, it } from "vitest";
import { aFlow } from "../../testing/sessions";
import { coverageNotes, failureNotes, shares } from "./notes";

const coverage = {
  nodes: { start: 2, ask: 2, which: 1, desk: 1, bye: 0, "desk/inner": 1 },
  exits: { "start/default": 2, "ask/default": 1, "which/many": 1, "which/default": 0, "desk/failed": 0 },
  missed: ["bye", "which/default", "desk/failed"],
};

describe("the notes of a coverage", () => {
  it("count the tests at each node and each edge", () => {
    const notes = coverageNotes(coverage, aFlow, "");
    expect(notes.get("ask")).toEqual({ kind: "reached", text: "2 tests", title: "2 tests come here." });
    expect(notes.get("e3")).toEqual({ kind: "reached", text: "1 test", title: "1 test comes here." });
    expect([notes.get("bye")?.kind, notes.get("e4")?.kind, notes.get("e5")?.kind]).toEqual([
      "missed",
      "missed",
      "missed",
    ]);
  });

  it("are those of an inner flow by its prefix", () => {
    const inner = {
      ...aFlow,
      nodes: aFlow.nodes.map((node) => ({ ...node, id: node.id === "ask" ? "inner" : node.id })),
    };
    expect(coverageNotes(coverage, inner, "desk/").get("inner")?.kind).toBe("reached");
    expect(coverageNotes(coverage, inner, "desk/").get("start")?.kind).toBe("missed");
  });

  it("say how much of the flow is reached", () => {
    expect(shares(coverage, aFlow)).toEqual({ nodes: { reached: 4, all: 5 }, exits: { reached: 3, all: 5 } });
  });
});

describe("the notes of a failure", () => {
  const failures = [
    { turn: 1, field: "says", expected: "a", actual: "b" },
    { turn: 1, field: "node", expected: "desk", actual: "who/ask" },
  ];

  it("mark where the test should be, and where it is", () => {
    const notes = failureNotes(failures, "");
    expect([notes.get("desk")?.kind, notes.get("who")?.kind]).toEqual(["expected", "came"]);
    expect(notes.size).toBe(2);
  });

  it("mark the node within an inner flow", () => {
    expect([...failureNotes(failures, "who/")].map(([id, { kind }]) => [id, kind])).toEqual([["ask", "came"]]);
  });

  it("mark nothing where the test should be nowhere", () => {
    expect(failureNotes([{ turn: 1, field: "node", expected: "desk", actual: null }], "").size).toBe(1);
  });
});
