import { expect, it } from "vitest";
import type { Report } from "../../api/types";
import { sampleFlow } from "../../testing/sample-flow";
import { edgesOf, exitOf } from "../../flow/definition/exits";
import { callNotes, funnelOf } from "./report-picture";

const node = (nodeId: string, entered: number, exits: Record<string, number>, abandonedHere = 0) =>
  ({ nodeId, entered, exits, abandonedHere, endedHere: 0, noMatch: 0, noInput: 0 }) satisfies Report["nodes"][number];

it("gives each edge the share of the calls that took it, and marks where callers gave up", () => {
  const definition = sampleFlow();
  const [edge] = edgesOf(definition).filter(({ source }) => source === "which");
  if (edge === undefined) throw new Error("the sample has no such edge");
  const notes = callNotes([node("which", 40, { [exitOf(edge)]: 30 }, 10)], 40, definition);
  expect(notes.get(edge.id)).toMatchObject({ kind: "calls", share: 0.75, text: "75 %" });
  expect(notes.get("which")).toMatchObject({ kind: "gaveUp", text: "10 gave up" });
  const others = definition.nodes.filter(({ id }) => id !== "which");
  expect(others.map(({ id }) => notes.get(id)?.kind)).toEqual(others.map(() => "calls"));
  expect(notes.size).toBe(definition.nodes.length + edgesOf(definition).length);
});

it("draws no edge wider than all calls, though they take it more often", () => {
  const definition = sampleFlow();
  const [edge] = edgesOf(definition);
  if (edge === undefined) throw new Error("the sample has no edge");
  const notes = callNotes([node(edge.source, 9, { [exitOf(edge)]: 9 })], 3, definition);
  expect(notes.get(edge.id)?.share).toBe(1);
  expect(callNotes([], 0, definition).get(edge.id)?.share).toBe(0);
});

it("narrows the funnel from the node that most calls came to", () => {
  const steps = funnelOf([node("b", 5, {}, 5), node("a", 20, {}), node("c", 1, {})], 10, null, 2);
  expect(steps.map(({ nodeId }) => nodeId)).toEqual(["a", "b"]);
  expect(steps[1]).toMatchObject({ share: 0.25, gaveUpShare: 0.25, gaveUp: 5 });
  expect(funnelOf([], 0, null, 2)).toEqual([]);
});

it("has nodes with as many calls in the order of the flow", () => {
  const definition = sampleFlow();
  const start = definition.nodes.find(({ type }) => type === "start")?.id ?? "";
  const next = edgesOf(definition).find(({ source }) => source === start)?.target ?? "";
  const steps = funnelOf([node("elsewhere", 4, {}), node(next, 4, {}), node(start, 4, {})], 4, definition, 3);
  expect(steps.map(({ nodeId }) => nodeId)).toEqual([start, next, "elsewhere"]);
});
