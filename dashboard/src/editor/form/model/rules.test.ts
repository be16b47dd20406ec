import { describe, expect, it } from "vitest";
import schema from "../../../api/generated/flow.schema.json";
import type { NodeType } from "../../../api/types";
import { ADDABLE } from "../../../flow/definition/kinds";
import { blankEntry } from "./blank";
import { mapOf, rowsFault, rowsFromText, rowsOf, rowsText } from "./rows";
import { faultOf, numberWords, stored } from "./rules";
import { fieldsOf, type Shape } from "./shape";
import { hintOf, labelOf } from "./labels";

function shape(type: NodeType, ...path: string[]): Shape {
  let fields = fieldsOf(schema, type);
  let found: Shape | undefined;
  for (const name of path) {
    found = fields.find((field) => field.name === name)?.shape;
    fields = found?.item?.fields ?? found?.fields ?? [];
  }
  if (found === undefined) throw new Error(`The schema has no ${path.join(".")}.`);
  return found;
}

describe("shapes", () => {
  it("are found for each kind of node, assign last", () => {
    for (const kind of ADDABLE) expect(fieldsOf(schema, kind).at(-1)?.name).toBe("assign");
    expect(fieldsOf(schema, "decision").map(({ name }) => name)).toEqual(["label", "conditions", "assign"]);
  });
  it("choose the control", () => {
    expect(shape("elicitation", "prompt").kind).toBe("longText");
    expect(shape("elicitation", "validation").kind).toBe("expression");
    expect(shape("elicitation", "valueType")).toMatchObject({ kind: "choice", default: "string" });
    expect(shape("elicitation", "reprompts")).toMatchObject({ kind: "list", item: { kind: "longText" } });
    expect(shape("elicitation", "choices").item).toMatchObject({ kind: "object", plain: true });
    expect(shape("llm", "speak").kind).toBe("boolean");
    expect(shape("llm", "temperature")).toMatchObject({ kind: "number", minimum: 0, maximum: 2, integer: false });
    expect(shape("llm", "extract").kind).toBe("json");
    expect(shape("tool", "request")).toMatchObject({ kind: "object", required: true });
    expect(shape("tool", "request", "headers")).toMatchObject({ kind: "map", item: { kind: "text" } });
    expect(shape("tool", "request", "query").kind).toBe("map");
    expect(shape("tool", "request", "body").kind).toBe("json");
    expect(shape("tool", "assign")).toMatchObject({ kind: "map", item: { kind: "expression" } });
    expect(shape("transfer", "mode")).toMatchObject({ kind: "choice", options: ["cold"] });
    expect(shape("decision", "conditions", "expression").kind).toBe("expression");
  });
  it("are found for every field of the schema, each with a hint", () => {
    for (const kind of ADDABLE) {
      for (const { name } of fieldsOf(schema, kind)) expect(hintOf(kind, [name]), `${kind}.${name}`).not.toBe("");
    }
  });
});

describe("rules", () => {
  it("of texts", () => {
    expect(faultOf(shape("elicitation", "prompt"), undefined)).toMatch(/filled in/);
    expect(faultOf(shape("elicitation", "prompt"), "x".repeat(8_001))).toMatch(/1 more than the 8,000/);
    expect(faultOf(shape("elicitation", "prompt"), "😀".repeat(8_000))).toBeNull();
    expect(faultOf(shape("elicitation", "validation"), undefined)).toBeNull();
    expect(faultOf(shape("elicitation", "validation"), "")).toMatch(/filled in/);
    expect(faultOf(shape("tool", "request", "url"), 5)).toBeNull();
    expect(faultOf(shape("llm", "instructions"), 5)).toMatch(/text/);
  });
  it("of numbers", () => {
    const attempts = shape("elicitation", "maxAttempts");
    expect(faultOf(attempts, 0)).toMatch(/from 1 to 20/);
    expect(faultOf(attempts, 2.5)).toMatch(/whole/);
    expect(faultOf(attempts, "x")).toMatch(/number/);
    expect(faultOf(attempts, 20)).toBeNull();
    expect(faultOf(shape("elicitation", "noInputSeconds"), 0)).toMatch(/more than 0/);
    expect(numberWords(attempts)).toMatch(/^3/);
  });
  it("of choices, lists and maps", () => {
    expect(faultOf(shape("elicitation", "valueType"), "colour")).toMatch(/one of/);
    expect(faultOf(shape("decision", "conditions"), undefined)).toMatch(/filled in/);
    expect(faultOf(shape("elicitation", "choices"), new Array(201).fill("x"))).toMatch(/200/);
    expect(faultOf(shape("tool", "request", "headers"), [])).toMatch(/object/);
  });
  it("of what is left out", () => {
    expect(stored(shape("start", "message"), "")).toBeUndefined();
    expect(stored(shape("elicitation", "choices"), [])).toBeUndefined();
    expect(stored(shape("tool", "request", "headers"), {})).toBeUndefined();
    expect(stored(shape("elicitation", "prompt"), "")).toBe("");
    expect(stored(shape("decision", "conditions"), [])).toEqual([]);
    expect(stored(shape("llm", "speak"), false)).toBe(false);
    expect(stored(shape("tool", "retries"), 0)).toBe(0);
  });
});

it("begins a new condition with an id of its own", () => {
  expect(blankEntry(shape("decision", "conditions"), [{ id: "cond-1" }])).toEqual({ id: "cond-2", expression: "" });
  expect(blankEntry(shape("elicitation", "choices"), [])).toBe("");
});

describe("rows", () => {
  it("keep the order, and what is no text", () => {
    const rows = rowsOf({ b: 1, a: "x" });
    expect(JSON.stringify(mapOf(rows))).toBe('{"b":1,"a":"x"}');
    expect(rowsFromText(rowsText(rows))).toEqual(rows);
  });
  it("say what is wrong, and wait for an empty one", () => {
    expect(rowsFault([{ name: "", value: "" }])).toBeNull();
    expect(rowsFault([{ name: "", value: "x" }])).toMatch(/no name/);
    expect(
      rowsFault([
        { name: "a", value: "" },
        { name: "a", value: "" },
      ]),
    ).toMatch(/Two rows/);
  });
});

it("makes words of names", () => {
  expect(labelOf("noInputPrompts")).toBe("Prompts after silence");
  expect(labelOf("somethingQuiteNew")).toBe("Something quite new");
  expect(labelOf("toString")).toBe("To string");
});
