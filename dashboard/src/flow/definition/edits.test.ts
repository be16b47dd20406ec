import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "../../api/types";
import { edge, flow, node } from "../../testing/made-flows";
import { sampleFlow } from "../../testing/sample-flow";
import {
  addNode,
  addVariable,
  canRemoveNode,
  connect,
  connectFailures,
  nodeById,
  reconnect,
  removeEdge,
  removeNode,
  renameNode,
  renameVariable,
  setAt,
  setData,
  setPositions,
  setSetting,
  setVariable,
} from "./edits";
import { freeName } from "./free-id";
import { at } from "./json";
import { newNodeId } from "./new-node";

const exits = (flow: ReturnType<typeof sampleFlow>) =>
  flow.edges?.filter((edge) => edge.source === "which").map((edge) => edge.sourceHandle ?? "default");
const conditions = (flow: ReturnType<typeof sampleFlow>) =>
  at(nodeById(flow, "which"), ["data", "conditions"]) as { id: string }[];

describe("setData", () => {
  it("sets one field and leaves all others unchanged", () => {
    const before = sampleFlow();
    const after = setData(before, "which", ["label"], "Other");
    const undone = setData(after, "which", ["label"], "Which?");
    expect(at(nodeById(after, "which"), ["data", "label"])).toBe("Other");
    expect(JSON.stringify(undone)).toBe(JSON.stringify(sampleFlow()));
  });
  it("removes a field with undefined", () => {
    const after = setData(sampleFlow(), "which", ["label"], undefined);
    expect(nodeById(after, "which")?.data).not.toHaveProperty("label");
  });
  it("renames the exit of a condition's edge with the condition", () => {
    expect(exits(setData(sampleFlow(), "which", ["conditions", 0, "id"], "uno"))).toEqual(["uno", "two", "default"]);
  });
  it("removes a condition's edge with the condition", () => {
    const before = sampleFlow();
    expect(exits(setData(before, "which", ["conditions"], conditions(before).slice(1)))).toEqual(["two", "default"]);
  });
  it("leaves edges unchanged when conditions are reordered or added", () => {
    const before = sampleFlow();
    const list = conditions(before);
    expect(setData(before, "which", ["conditions"], list.toReversed()).edges).toBe(before.edges);
    expect(setData(before, "which", ["conditions"], [...list, { id: "three", expression: "1" }]).edges).toBe(
      before.edges,
    );
  });
  it("renames a condition that is changed through the raw data", () => {
    const before = sampleFlow();
    const data = { conditions: conditions(before).map((one) => (one.id === "two" ? { ...one, id: "zwei" } : one)) };
    expect(exits(setData(before, "which", [], data))).toEqual(["one", "zwei", "default"]);
  });
  it("keeps an edge while another condition has its id", () => {
    const before = setData(sampleFlow(), "which", ["conditions", 1, "id"], "one");
    expect(exits(setData(before, "which", ["conditions", 1, "id"], "two"))).toContain("one");
  });
  it("does nothing for an unknown node", () => {
    const before = sampleFlow();
    expect(setData(before, "nobody", ["label"], "x")).toBe(before);
  });
});

describe("renameNode", () => {
  it("renames the ends of its edges", () => {
    const after = renameNode(sampleFlow(), "which", "decide");
    expect(nodeById(after, "decide")?.type).toBe("decision");
    expect(after.edges?.map(({ source, target }) => `${source}-${target}`)).toEqual([
      "start-ask",
      "ask-decide",
      "decide-call",
      "decide-end",
      "decide-end",
      "call-end",
    ]);
    expect(after.edges?.[0]).toHaveProperty("animated", true);
  });
  it("renames the targets of handlers, and keeps the handler of a node that is removed", () => {
    const handlers = [
      { id: "a", phrases: ["a"], target: "end" },
      { id: "b", when: "b", target: "which", colour: "red" },
    ];
    const handled = { ...sampleFlow(), handlers } as FlowDefinition;
    expect(at(renameNode(handled, "which", "decide"), ["handlers", 1])).toEqual({ ...handlers[1], target: "decide" });
    expect(at(renameNode(handled, "ask", "other"), ["handlers"])).toEqual(handlers);
    expect(at(removeNode(handled, "which"), ["handlers"])).toEqual(handlers);
    expect(at(setAt(handled, ["handlers"], undefined), ["handlers"])).toBeUndefined();
  });
  it("refuses an id that is taken or empty", () => {
    const before = sampleFlow();
    expect(renameNode(before, "which", "end")).toBe(before);
    expect(renameNode(before, "which", "")).toBe(before);
  });
});

describe("variables", () => {
  it("keep their place and their other fields when they are renamed", () => {
    const after = renameVariable(sampleFlow(), "topic", "subject");
    expect(Object.keys(after.variables ?? {})).toEqual(["subject", "people"]);
    expect(renameVariable(sampleFlow(), "topic", "people")).toEqual(sampleFlow());
    expect(setVariable(sampleFlow(), "people", ["default"], 3).variables?.people).toEqual({
      type: "integer",
      default: 3,
      note: "kept",
    });
  });
  it("are added with a free name", () => {
    const once = addVariable(sampleFlow());
    expect(Object.keys(addVariable(once).variables ?? {})).toEqual(["topic", "people", "variable", "variable2"]);
  });
  it("are removed", () => {
    expect(Object.keys(setVariable(sampleFlow(), "topic", [], undefined).variables ?? {})).toEqual(["people"]);
  });
});

it("finds a free name", () => {
  expect(freeName("v", [])).toBe("v");
  expect(freeName("v", ["v", "v2"])).toBe("v3");
});

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
const original = JSON.stringify(definition);

/** Check that an edit has not changed its argument. */
function pure<T>(value: T): T {
  expect(JSON.stringify(definition)).toBe(original);
  return value;
}

describe("setPositions", () => {
  it("stores whole pixels and leaves all other fields unchanged", () => {
    const moved = pure(setPositions(definition, new Map([["s", { x: 10.4, y: -3.6 }]])));
    expect(moved).toEqual({
      ...definition,
      nodes: [{ ...definition.nodes[0], position: { x: 10, y: -4 } }, ...definition.nodes.slice(1)],
    });
    expect(moved.nodes[1]).toBe(definition.nodes[1]);
  });

  it("returns the same definition if no position changes", () => {
    expect(setPositions(definition, new Map([["s", { x: 0, y: 0 }]]))).toBe(definition);
  });
});

describe("connect", () => {
  it("adds an edge with a free id", () => {
    expect(pure(connect(definition, { source: "e", target: "s", sourceHandle: "x" })).edges?.at(-1)).toEqual({
      id: "e4",
      source: "e",
      target: "s",
      sourceHandle: "x",
    });
  });

  it("stores no handle for the default exit", () => {
    const alone = flow(definition.nodes);
    expect(
      connect({ name: "f", nodes: alone.nodes }, { source: "s", target: "e", sourceHandle: "default" }).edges,
    ).toEqual([{ id: "e1", source: "s", target: "e" }]);
  });

  it.each([null, "default"])("moves the existing edge of the exit (%s)", (sourceHandle) => {
    const { edges } = pure(connect(definition, { source: "s", target: "e", sourceHandle }));
    expect(edges).toHaveLength(3);
    expect(edges?.[0]).toEqual({ id: "e1", source: "s", target: "e", animated: true });
  });
});

describe("failures", () => {
  const failing = flow(
    [
      node("s", "start"),
      node("q", "elicitation"),
      node("m", "llm"),
      node("t", "tool"),
      node("d", "decision", { conditions: [{ id: "error", expression: "x" }] }),
      node("o", "transfer"),
    ],
    [edge("e1", "q", "m", "noInput"), edge("e2", "d", "o", "error")],
  );
  const drawn = (definition: FlowDefinition) =>
    definition.edges?.slice(2).map(({ source, sourceHandle, target }) => `${source} ${sourceHandle} ${target}`);

  it("are all connected to one node, except those that have an edge and the node's own", () => {
    expect(drawn(pure(connectFailures(failing, "o")))).toEqual(["q noMatch o", "m error o", "t error o"]);
    expect(drawn(pure(connectFailures(failing, "q")))).toEqual(["m error q", "t error q", "o failed q"]);
  });

  it("of a model that stays in conversation include its limit of replies", () => {
    const stays = setData(failing, "m", ["until"], "done");
    expect(drawn(connectFailures(stays, "o"))).toContain("m maxTurns o");
  });

  it("change nothing when all of them have an edge", () => {
    const connected = connectFailures(failing, "o");
    expect(connectFailures(connected, "o")).toBe(connected);
  });

  it("lead to the same node after it is renamed, and nowhere after it is removed", () => {
    const set = setSetting(failing, "onFailure", "t");
    expect(renameNode(set, "t", "ask").onFailure).toBe("ask");
    expect(renameNode(set, "q", "ask").onFailure).toBe("t");
    expect(pure(removeNode(set, "t"))).not.toHaveProperty("onFailure");
    expect(pure(removeNode(set, "q")).onFailure).toBe("t");
  });
});

describe("reconnect", () => {
  it("moves an edge to another target", () => {
    const { edges } = pure(reconnect(definition, "e1", { source: "s", target: "e", sourceHandle: "default" }));
    expect(edges?.[0]).toEqual({ id: "e1", source: "s", target: "e", animated: true });
    expect(edges).toHaveLength(3);
  });

  it("removes the edge that already leaves by the new exit", () => {
    const { edges } = pure(reconnect(definition, "e3", { source: "d", target: "e", sourceHandle: "a" }));
    expect(edges?.map(({ id, sourceHandle }) => [id, sourceHandle])).toEqual([
      ["e1", undefined],
      ["e3", "a"],
    ]);
  });
});

describe("removing", () => {
  it("removes an edge", () => {
    expect(pure(removeEdge(definition, "e2")).edges?.map(({ id }) => id)).toEqual(["e1", "e3"]);
  });

  it("removes a node with its edges", () => {
    const without = pure(removeNode(definition, "d"));
    expect(without.nodes.map(({ id }) => id)).toEqual(["s", "e"]);
    expect(without.edges).toEqual([]);
    expect(without).toHaveProperty("viewport", { x: 1, y: 2, zoom: 3 });
  });

  it("never removes the only start", () => {
    expect(canRemoveNode(definition, "s")).toBe(false);
    expect(removeNode(definition, "s")).toBe(definition);
    const two = { ...definition, nodes: [...definition.nodes, node("s2", "start")] };
    expect(removeNode(two, "s").nodes.map(({ id }) => id)).toEqual(["d", "e", "s2"]);
  });
});

describe("addNode", () => {
  it("gives a new form a slot whose variable no other question and no other slot sets", () => {
    const origin = { x: 0, y: 0 };
    const once = addNode(addNode(definition, "elicitation", origin, "q1"), "form", origin, "f1");
    const twice = addNode(once, "form", origin, "f2");
    const variables = twice.nodes.slice(-2).map((one) => at(one, ["data", "slots", 0, "variable"]));
    expect(variables).toEqual(["answer2", "answer3"]);
  });

  it("adds a node with a free id, whole pixels, and the data that the kind needs", () => {
    const first = pure(addNode(definition, "tool", { x: 1.5, y: 2.2 }, newNodeId(definition, "tool")));
    expect(first.nodes.at(-1)).toEqual({
      id: "tool-1",
      type: "tool",
      position: { x: 2, y: 2 },
      data: { request: { method: "GET", url: "https://example.com/" } },
    });
    expect(newNodeId(first, "tool")).toBe("tool-2");
  });

  it("chooses another id if a newer edit has taken the id", () => {
    const newer = addNode(definition, "tool", { x: 0, y: 0 }, "tool-1");
    expect(addNode(newer, "tool", { x: 0, y: 0 }, "tool-1").nodes.at(-1)?.id).toBe("tool-2");
  });

  it("asks for a variable that no other question sets", () => {
    const origin = { x: 0, y: 0 };
    const first = addNode({ ...definition, variables: { answer1: { type: "string" } } }, "elicitation", origin, "q1");
    const second = addNode(first, "elicitation", origin, "q2");
    expect(second.nodes.slice(-2).map((one) => at(one, ["data", "variable"]))).toEqual(["answer2", "answer3"]);
  });
});
