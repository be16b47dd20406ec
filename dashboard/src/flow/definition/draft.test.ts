import { describe, expect, it } from "vitest";
import { fixture } from "../../testing/sample-flow";
import { at } from "./json";
import { freeName, nodeById, renameNode, renameVariable, setData, setVariable } from "./draft";

const exits = (flow: ReturnType<typeof fixture>) =>
  flow.edges?.filter((edge) => edge.source === "which").map((edge) => edge.sourceHandle ?? "default");
const conditions = (flow: ReturnType<typeof fixture>) =>
  at(nodeById(flow, "which"), ["data", "conditions"]) as { id: string }[];

describe("setData", () => {
  it("sets one field and leaves all others to the letter", () => {
    const before = fixture();
    const after = setData(before, "which", ["label"], "Other");
    const undone = setData(after, "which", ["label"], "Which?");
    expect(at(nodeById(after, "which"), ["data", "label"])).toBe("Other");
    expect(JSON.stringify(undone)).toBe(JSON.stringify(fixture()));
  });
  it("takes a field away with undefined", () => {
    const after = setData(fixture(), "which", ["label"], undefined);
    expect(nodeById(after, "which")?.data).not.toHaveProperty("label");
  });
  it("leads a condition's edge on when its id is renamed", () => {
    expect(exits(setData(fixture(), "which", ["conditions", 0, "id"], "uno"))).toEqual(["uno", "two", "default"]);
  });
  it("takes a condition's edge away with it", () => {
    const before = fixture();
    expect(exits(setData(before, "which", ["conditions"], conditions(before).slice(1)))).toEqual(["two", "default"]);
  });
  it("leaves edges alone when conditions change places or are added", () => {
    const before = fixture();
    const list = conditions(before);
    expect(setData(before, "which", ["conditions"], list.toReversed()).edges).toBe(before.edges);
    expect(setData(before, "which", ["conditions"], [...list, { id: "three", expression: "1" }]).edges).toBe(
      before.edges,
    );
  });
  it("renames through the raw data too", () => {
    const before = fixture();
    const data = { conditions: conditions(before).map((one) => (one.id === "two" ? { ...one, id: "zwei" } : one)) };
    expect(exits(setData(before, "which", [], data))).toEqual(["one", "zwei", "default"]);
  });
  it("does not take an edge that another condition of that id still has", () => {
    const before = setData(fixture(), "which", ["conditions", 1, "id"], "one");
    expect(exits(setData(before, "which", ["conditions", 1, "id"], "two"))).toContain("one");
  });
  it("does nothing for a node that is not there", () => {
    const before = fixture();
    expect(setData(before, "nobody", ["label"], "x")).toBe(before);
  });
});

describe("renameNode", () => {
  it("leads its edges along", () => {
    const after = renameNode(fixture(), "which", "decide");
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
  it("refuses an id that is taken or empty", () => {
    const before = fixture();
    expect(renameNode(before, "which", "end")).toBe(before);
    expect(renameNode(before, "which", "")).toBe(before);
  });
});

describe("variables", () => {
  it("are renamed where they stand, with what else they hold", () => {
    const after = renameVariable(fixture(), "topic", "subject");
    expect(Object.keys(after.variables ?? {})).toEqual(["subject", "people"]);
    expect(renameVariable(fixture(), "topic", "people")).toEqual(fixture());
    expect(setVariable(fixture(), "people", ["default"], 3).variables?.people).toEqual({
      type: "integer",
      default: 3,
      note: "kept",
    });
  });
  it("are taken away", () => {
    expect(Object.keys(setVariable(fixture(), "topic", [], undefined).variables ?? {})).toEqual(["people"]);
  });
});

it("finds a name that is free", () => {
  expect(freeName("v", [])).toBe("v");
  expect(freeName("v", ["v", "v2"])).toBe("v3");
});
