import { describe, expect, it } from "vitest";
import { problemCounts } from "../definition/problems";
import { marksOf } from "./marks";

const path = {
  current: "c",
  visited: new Set(["a", "b", "c"]),
  taken: new Set(["e1", "e2"]),
  handlers: new Set(["h1", "h2"]),
  now: { nodes: new Set(["b", "c"]), edges: new Set(["e2"]), handlers: new Set(["h2"]) },
};

describe("marks", () => {
  it("show the path of a call", () => {
    const { node, edge, handler } = marksOf([], path);
    expect(["h1", "h2", "h3"].map(handler)).toEqual(["visited", "now", "away"]);
    expect(marksOf().handler("h1")).toBe("none");
    expect(["a", "b", "c", "d"].map((id) => node(id).state)).toEqual(["visited", "now", "current", "away"]);
    expect(["e1", "e2", "e3"].map((id) => edge(id).state)).toEqual(["visited", "now", "away"]);
    expect(marksOf().node("a").state).toBe("none");
  });

  it("show each problem at its own node or edge", () => {
    const problems = [
      { message: "1", severity: "warning" as const, nodeId: "a" },
      { message: "2", severity: "error" as const, nodeId: "a" },
      { message: "3", severity: "warning" as const, nodeId: "a", edgeId: "e1" },
      { message: "4" },
    ];
    const { node, edge } = marksOf(problems);
    expect(node("a").problems.map(({ message }) => message)).toEqual(["1", "2"]);
    expect(node("a").severity).toBe("error");
    expect(edge("e1").severity).toBe("warning");
    expect(edge("e2").severity).toBeNull();
    expect(problemCounts(node("a").problems)).toBe("1 error, 1 warning");
    expect(problemCounts([])).toBe("");
  });

  it("show changes", () => {
    const { node, edge } = marksOf([], undefined, new Map([["a", "added"] as const, ["e1", "removed"] as const]));
    expect([node("a").change, node("b").change, edge("e1").change]).toEqual(["added", null, "removed"]);
  });

  it("show notes of tests at their node or edge", () => {
    const missed = { kind: "missed" as const, text: "no test", title: "No test reaches it." };
    const { node, edge } = marksOf([], undefined, undefined, new Map([["a", missed]]));
    expect([node("a").note, node("b").note, edge("e1").note]).toEqual([missed, null, null]);
  });
});
