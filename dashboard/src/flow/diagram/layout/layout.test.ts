import { describe, expect, it } from "vitest";
import { edge, flow, generatedFlow, node } from "../../../testing/made-flows";
import { boxOf, overlap } from "./geometry";
import { graphOf } from "./graph";
import type { Positions } from "../../definition/position";
import { positionsOf, autoLayout } from "./layout";
import type { FlowDefinition } from "../../../api/types";

function overlaps(definition: FlowDefinition, positions: Positions): string[] {
  const graph = graphOf(definition);
  const boxes = graph.nodes.map((one) => ({
    id: one.id,
    box: boxOf(one, positions.get(one.id) ?? { x: NaN, y: NaN }, graph.leaving.get(one.id) ?? []),
  }));
  return boxes.flatMap((a, at) =>
    boxes.slice(at + 1).flatMap((b) => (overlap(a.box, b.box) ? [`${a.id} ${b.id}`] : [])),
  );
}

const circle = flow(
  [node("s", "start"), node("q", "elicitation"), node("d", "decision"), node("e", "end"), node("alone", "tool")],
  [edge("1", "s", "q"), edge("2", "q", "d"), edge("3", "d", "q"), edge("4", "d", "e"), edge("5", "q", "q", "noMatch")],
);

describe("autoLayout", () => {
  it.each([
    ["a circle", circle],
    ["200 nodes", generatedFlow(200, 300)],
  ])("%s: no node overlaps another, and the result is always the same", (_, definition) => {
    const graph = graphOf(definition);
    const positions = autoLayout(graph);
    expect(positions.size).toBe(definition.nodes.length);
    expect(overlaps(definition, positions)).toEqual([]);
    for (const size of [3, 4, 5, 6, 7, 8, 9, 10, 11]) autoLayout(graphOf(generatedFlow(size, size)));
    const again = autoLayout(graphOf(structuredClone(definition)));
    expect(again).not.toBe(positions);
    expect([...again]).toEqual([...positions]);
    for (const { x, y } of positions.values()) expect([Number.isInteger(x), Number.isInteger(y)]).toEqual([true, true]);
  });

  it("runs from left to right", () => {
    const positions = autoLayout(graphOf(circle));
    const x = (id: string) => positions.get(id)?.x ?? NaN;
    expect(x("s")).toBeLessThan(x("q"));
    expect(x("q")).toBeLessThan(x("d"));
    expect(x("d")).toBeLessThan(x("e"));
  });

  it("finishes for 200 nodes and 300 edges", { timeout: 60_000 }, () => {
    expect(autoLayout(graphOf(generatedFlow(200, 301))).size).toBe(200);
  });

  it("is empty for an empty flow", () => {
    expect(autoLayout(graphOf(flow([]))).size).toBe(0);
  });
});

describe("positionsOf", () => {
  it("keeps stored positions unchanged", () => {
    const stored = flow([node("a", "start", {}, 0, 0), node("b", "end", {}, 10.5, -3)]);
    expect([...positionsOf(graphOf(stored))]).toEqual([
      ["a", { x: 0, y: 0 }],
      ["b", { x: 10.5, y: -3 }],
    ]);
  });

  it("lays out all nodes if all are at 0,0", () => {
    expect(overlaps(circle, positionsOf(graphOf(circle)))).toEqual([]);
  });

  it("puts a node without a position next to its neighbour, without overlap", () => {
    const mixed = flow(
      [node("a", "start", {}, 500, 900), node("b", "end", {}, 800, 900), { id: "c", type: "tool" } as never],
      [edge("1", "a", "c"), edge("2", "c", "b")],
    );
    const positions = positionsOf(graphOf(mixed));
    expect(positions.get("a")).toEqual({ x: 500, y: 900 });
    expect(positions.get("c")?.x).toBeGreaterThan(500);
    expect(overlaps(mixed, positions)).toEqual([]);
  });

  it("accepts malformed positions", () => {
    const odd = flow([node("a", "start", {}, NaN, 0), { id: "b", type: "end", position: null } as never]);
    expect(overlaps(odd, positionsOf(graphOf(odd)))).toEqual([]);
  });
});

describe("reading order", () => {
  it("begins at the start and follows the exits; unreachable nodes come last", () => {
    const definition = flow(
      [node("alone", "tool"), node("e", "end"), node("q", "elicitation"), node("t", "transfer"), node("s", "start")],
      [edge("1", "q", "t", "noMatch"), edge("2", "s", "q"), edge("3", "q", "e"), edge("4", "q", "gone", "noInput")],
    );
    expect(graphOf(definition).nodes.map(({ id }) => id)).toEqual(["s", "q", "e", "t", "alone"]);
    expect(graphOf(definition).edges.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });
});
