import { describe, expect, it } from "vitest";
import { renameNode, setData, setVariable } from "../../flow/definition/edits";
import { sampleFlow } from "../../testing/sample-flow";
import { compare, count, marks, union } from "./compare";

const only = (after: ReturnType<typeof sampleFlow>) => {
  const changes = compare(sampleFlow(), after);
  expect(changes).toHaveLength(1);
  return changes[0];
};

describe("compare", () => {
  it("finds nothing between a flow and itself", () => {
    expect(compare(sampleFlow(), sampleFlow())).toEqual([]);
  });
  it("lists a field with its old and its new value", () => {
    expect(only(setData(sampleFlow(), "ask", ["prompt"], "Which one?"))).toMatchObject({
      subject: "node",
      id: "ask",
      kind: "changed",
      fields: [{ path: ["data", "prompt"], before: "What?", after: "Which one?" }],
    });
  });
  it("compares conditions by id, so that a new first one does not change the others", () => {
    const conditions = [
      { id: "new", expression: "true" },
      { id: "one", expression: "topic === 'a'", colour: "red" },
      { id: "two", expression: "topic === 'b'", label: "B" },
    ];
    expect(only(setData(sampleFlow(), "which", ["conditions"], conditions))?.fields).toEqual([
      { path: ["data", "conditions", "new"], before: undefined, after: { id: "new", expression: "true" } },
    ]);
  });
  it("lists conditions and assignments that were reordered", () => {
    const before = sampleFlow();
    const conditions = before.nodes[2]?.type === "decision" ? before.nodes[2].data.conditions.toReversed() : [];
    expect(only(setData(before, "which", ["conditions"], conditions))?.fields[0]).toMatchObject({
      before: "one, two",
      after: "two, one",
    });
    expect(only(setData(before, "call", ["assign"], { a: "b", b: "1" }))?.fields).toEqual([
      { path: ["data", "assign", "order"], before: "b, a", after: "a, b" },
    ]);
  });
  it("lists unknown fields of a node, an edge, a variable and the flow", () => {
    expect(only(setData(sampleFlow(), "which", ["zebra"], [1, { deep: 2 }]))?.fields[0]?.path).toEqual([
      "data",
      "zebra",
      "1",
      "deep",
    ]);
    expect(only(setVariable(sampleFlow(), "people", ["note"], "x"))).toMatchObject({
      subject: "variable",
      id: "people",
    });
    expect(only(Object.assign(sampleFlow(), { owner: { team: "two" } }))).toMatchObject({
      subject: "flow",
      fields: [{ path: ["owner", "team"] }],
    });
    const edges = sampleFlow().edges?.map((edge) => (edge.id === "e1" ? { ...edge, animated: false } : edge));
    expect(only({ ...sampleFlow(), edges: edges ?? [] })).toMatchObject({ subject: "edge", id: "e1", kind: "changed" });
  });
  it("lists a node that only moved, and does not mark it", () => {
    const after = sampleFlow();
    const nodes = after.nodes.map((node) => (node.id === "end" ? { ...node, position: { x: 1, y: 2 } } : node));
    const changes = compare(sampleFlow(), { ...after, nodes });
    expect(changes.map(({ kind }) => kind)).toEqual(["moved"]);
    expect(marks(changes).size).toBe(0);
  });
  it("counts and draws added and removed nodes", () => {
    const after = renameNode(sampleFlow(), "call", "ring");
    const changes = compare(sampleFlow(), after);
    expect(count(changes)).toEqual({ added: 1, removed: 1, changed: 2, moved: 0 });
    expect(marks(changes).get("call")).toBe("removed");
    expect(marks(changes).get("ring")).toBe("added");
    expect(union(sampleFlow(), after).nodes.map(({ id }) => id)).toEqual([
      "start",
      "ask",
      "which",
      "ring",
      "end",
      "call",
    ]);
  });
  it("lists the removal of all conditions", () => {
    const after = { ...setData(sampleFlow(), "which", ["conditions"], []), edges: sampleFlow().edges ?? [] };
    expect(only(after)?.fields.length).toBeGreaterThan(0);
  });
});
