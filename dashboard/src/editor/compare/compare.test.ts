import { describe, expect, it } from "vitest";
import { renameNode, setData, setVariable } from "../../flow/definition/draft";
import { fixture } from "../../testing/sample-flow";
import { compare, count, marks, union } from "./compare";
import { wordRuns } from "./words";

const only = (after: ReturnType<typeof fixture>) => {
  const changes = compare(fixture(), after);
  expect(changes).toHaveLength(1);
  return changes[0];
};

describe("compare", () => {
  it("finds nothing between a flow and itself", () => {
    expect(compare(fixture(), fixture())).toEqual([]);
  });
  it("tells a field, as it was and as it is", () => {
    expect(only(setData(fixture(), "ask", ["prompt"], "Which one?"))).toMatchObject({
      what: "node",
      id: "ask",
      kind: "changed",
      fields: [{ path: ["data", "prompt"], before: "What?", after: "Which one?" }],
    });
  });
  it("compares conditions by id, so that one put first does not change the others", () => {
    const conditions = [
      { id: "new", expression: "true" },
      { id: "one", expression: "topic === 'a'", colour: "red" },
      { id: "two", expression: "topic === 'b'", label: "B" },
    ];
    expect(only(setData(fixture(), "which", ["conditions"], conditions))?.fields).toEqual([
      { path: ["data", "conditions", "new"], before: undefined, after: { id: "new", expression: "true" } },
    ]);
  });
  it("tells that conditions and assignments changed places", () => {
    const before = fixture();
    const conditions = before.nodes[2]?.type === "decision" ? before.nodes[2].data.conditions.toReversed() : [];
    expect(only(setData(before, "which", ["conditions"], conditions))?.fields[0]).toMatchObject({
      before: "one, two",
      after: "two, one",
    });
    expect(only(setData(before, "call", ["assign"], { a: "b", b: "1" }))?.fields).toEqual([
      { path: ["data", "assign", "order"], before: "b, a", after: "a, b" },
    ]);
  });
  it("tells fields that nobody knows, of a node, an edge, a variable and the flow", () => {
    expect(only(setData(fixture(), "which", ["zebra"], [1, { deep: 2 }]))?.fields[0]?.path).toEqual([
      "data",
      "zebra",
      "1",
      "deep",
    ]);
    expect(only(setVariable(fixture(), "people", ["note"], "x"))).toMatchObject({ what: "variable", id: "people" });
    expect(only(Object.assign(fixture(), { owner: { team: "two" } }))).toMatchObject({
      what: "flow",
      fields: [{ path: ["owner", "team"] }],
    });
    const edges = fixture().edges?.map((edge) => (edge.id === "e1" ? { ...edge, animated: false } : edge));
    expect(only({ ...fixture(), edges: edges ?? [] })).toMatchObject({ what: "edge", id: "e1", kind: "changed" });
  });
  it("tells a node that only moved apart, and does not mark it", () => {
    const after = fixture();
    const nodes = after.nodes.map((node) => (node.id === "end" ? { ...node, position: { x: 1, y: 2 } } : node));
    const changes = compare(fixture(), { ...after, nodes });
    expect(changes.map(({ kind }) => kind)).toEqual(["moved"]);
    expect(marks(changes).size).toBe(0);
  });
  it("counts what was added and removed, and draws both", () => {
    const after = renameNode(fixture(), "call", "ring");
    const changes = compare(fixture(), after);
    expect(count(changes)).toEqual({ added: 1, removed: 1, changed: 2, moved: 0 });
    expect(marks(changes).get("call")).toBe("removed");
    expect(marks(changes).get("ring")).toBe("added");
    expect(union(fixture(), after).nodes.map(({ id }) => id)).toEqual(["start", "ask", "which", "ring", "end", "call"]);
  });
  it("takes a list that is emptied of its conditions for a change", () => {
    const after = { ...setData(fixture(), "which", ["conditions"], []), edges: fixture().edges ?? [] };
    expect(only(after)?.fields.length).toBeGreaterThan(0);
  });
});

describe("wordRuns", () => {
  it("marks the words that changed", () => {
    expect(wordRuns("Hello dear caller", "Hello kind caller")).toEqual([
      { kind: "same", text: "Hello " },
      { kind: "gone", text: "dear" },
      { kind: "new", text: "kind" },
      { kind: "same", text: " caller" },
    ]);
  });
  it("gives both texts back", () => {
    const [before, after] = ["a b  c\nd.", "b c, d!"];
    const runs = wordRuns(before, after);
    expect(
      runs
        .filter(({ kind }) => kind !== "new")
        .map(({ text }) => text)
        .join(""),
    ).toBe(before);
    expect(
      runs
        .filter(({ kind }) => kind !== "gone")
        .map(({ text }) => text)
        .join(""),
    ).toBe(after);
  });
  it("tells very long texts as wholes", () => {
    expect(wordRuns("a ".repeat(3_000), "b")).toHaveLength(2);
  });
});
