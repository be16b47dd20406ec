import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "../../api/types";
import { joined, rejoined, withNode, withoutEdge, withoutNode, withPositions } from "./edit";
import { edge, flow, node } from "../../testing/made-flows";

const definition = {
  ...flow(
    [
      { ...node("s", "start"), width: 80 } as never,
      node("d", "decision", { conditions: [{ id: "a", expression: "x" }] }),
      node("e", "end"),
    ],
    [{ ...edge("e1", "s", "d"), animated: true } as never, edge("e2", "d", "e", "a"), edge("e3", "d", "e", "default")],
  ),
  viewport: { x: 1, y: 2, zoom: 3 },
} as FlowDefinition;
const before = JSON.stringify(definition);

/** Says that what was given was not touched. */
function kept<T>(value: T): T {
  expect(JSON.stringify(definition)).toBe(before);
  return value;
}

describe("moving", () => {
  it("writes whole numbers for those that moved, and keeps the rest to the letter", () => {
    const moved = kept(withPositions(definition, new Map([["s", { x: 10.4, y: -3.6 }]])));
    expect(moved).toEqual({
      ...definition,
      nodes: [{ ...definition.nodes[0], position: { x: 10, y: -4 } }, ...definition.nodes.slice(1)],
    });
    expect(moved.nodes[1]).toBe(definition.nodes[1]);
  });

  it("to where it stands is no change", () => {
    expect(withPositions(definition, new Map([["s", { x: 0, y: 0 }]]))).toBe(definition);
  });
});

describe("joining", () => {
  it("makes an edge with an id of its own", () => {
    expect(kept(joined(definition, { source: "e", target: "s", sourceHandle: "x" })).edges?.at(-1)).toEqual({
      id: "e4",
      source: "e",
      target: "s",
      sourceHandle: "x",
    });
  });

  it("by default names no handle", () => {
    const alone = flow(definition.nodes);
    expect(
      joined({ name: "f", nodes: alone.nodes }, { source: "s", target: "e", sourceHandle: "default" }).edges,
    ).toEqual([{ id: "e1", source: "s", target: "e" }]);
  });

  it.each([null, "default"])("takes the place of the edge that the exit had (%s)", (sourceHandle) => {
    const { edges } = kept(joined(definition, { source: "s", target: "e", sourceHandle }));
    expect(edges).toHaveLength(3);
    expect(edges?.[0]).toEqual({ id: "e1", source: "s", target: "e", animated: true });
  });
});

describe("joining anew", () => {
  it("leads an edge to another target", () => {
    const { edges } = kept(rejoined(definition, "e1", { source: "s", target: "e", sourceHandle: "default" }));
    expect(edges?.[0]).toEqual({ id: "e1", source: "s", target: "e", animated: true });
    expect(edges).toHaveLength(3);
  });

  it("from another exit removes the edge that was there", () => {
    const { edges } = kept(rejoined(definition, "e3", { source: "d", target: "e", sourceHandle: "a" }));
    expect(edges?.map(({ id, sourceHandle }) => [id, sourceHandle])).toEqual([
      ["e1", undefined],
      ["e3", "a"],
    ]);
  });
});

describe("deleting", () => {
  it("an edge", () => {
    expect(kept(withoutEdge(definition, "e2")).edges?.map(({ id }) => id)).toEqual(["e1", "e3"]);
  });

  it("a node takes its edges along", () => {
    const without = kept(withoutNode(definition, "d"));
    expect(without?.nodes.map(({ id }) => id)).toEqual(["s", "e"]);
    expect(without?.edges).toEqual([]);
    expect(without).toHaveProperty("viewport", { x: 1, y: 2, zoom: 3 });
  });

  it("never takes the only start", () => {
    expect(withoutNode(definition, "s")).toBeNull();
    const two = { ...definition, nodes: [...definition.nodes, node("s2", "start")] };
    expect(withoutNode(two, "s")?.nodes.map(({ id }) => id)).toEqual(["d", "e", "s2"]);
  });
});

describe("adding", () => {
  it("gives an id of its own, a place in whole numbers, and data that the kind needs", () => {
    const first = kept(withNode(definition, "tool", { x: 1.5, y: 2.2 }));
    expect(first.id).toBe("tool-1");
    const second = withNode(first.definition, "tool", { x: 0, y: 0 });
    expect(second.id).toBe("tool-2");
    expect(first.definition.nodes.at(-1)).toEqual({
      id: "tool-1",
      type: "tool",
      position: { x: 2, y: 2 },
      data: { request: { method: "GET", url: "https://example.com/" } },
    });
  });

  it("asks for a variable that no other question fills", () => {
    const first = withNode({ ...definition, variables: { answer1: { type: "string" } } }, "elicitation", {
      x: 0,
      y: 0,
    });
    const second = withNode(first.definition, "elicitation", { x: 0, y: 0 });
    expect(second.definition.nodes.slice(-2).map(({ data }) => ("variable" in data ? data.variable : ""))).toEqual([
      "answer2",
      "answer3",
    ]);
  });
});
