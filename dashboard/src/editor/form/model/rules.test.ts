import { describe, expect, it } from "vitest";
import schema from "../../../api/generated/flow.schema.json";
import type { NodeType } from "../../../api/types";
import { ADDABLE } from "../../../flow/definition/kinds";
import { mapOf, rowsError, rowsFromText, rowsOf, rowsText } from "./rows";
import { ruleError, numberPlaceholder, storedValue } from "./rules";
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
  it("exist for each kind of node, with assign last", () => {
    for (const kind of ADDABLE) expect(fieldsOf(schema, kind).at(-1)?.name).toBe("assign");
    expect(fieldsOf(schema, "decision").map(({ name }) => name)).toEqual(["label", "conditions", "assign"]);
    expect(fieldsOf(schema, "form").map(({ name }) => name)).toEqual([
      "label",
      "prompt",
      "slots",
      "confirm",
      "maxAttempts",
      "assign",
    ]);
  });
  it("select the control", () => {
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
  it("exist for every field of the schema, each with a hint", () => {
    for (const kind of ADDABLE) {
      for (const { name, shape } of fieldsOf(schema, kind)) {
        expect(hintOf(kind, [name]), `${kind}.${name}`).not.toBe("");
        const within =
          shape.item === null ? { fields: shape.fields, path: [name] } : { fields: shape.item.fields, path: [name, 0] };
        for (const inner of within.fields) {
          expect(hintOf(kind, [...within.path, inner.name]), `${kind}.${name}.${inner.name}`).not.toBe("");
        }
      }
    }
  });
});

describe("rules", () => {
  it("apply to texts", () => {
    expect(ruleError(shape("elicitation", "prompt"), undefined)).toMatch(/required/);
    expect(ruleError(shape("elicitation", "prompt"), "x".repeat(8_001))).toMatch(/1 character over the limit of 8,000/);
    expect(ruleError(shape("elicitation", "prompt"), "😀".repeat(8_000))).toBeNull();
    expect(ruleError(shape("elicitation", "validation"), undefined)).toBeNull();
    expect(ruleError(shape("elicitation", "validation"), "")).toMatch(/required/);
    expect(ruleError(shape("tool", "request", "url"), 5)).toBeNull();
    expect(ruleError(shape("llm", "instructions"), 5)).toMatch(/text/);
  });
  it("apply to numbers", () => {
    const attempts = shape("elicitation", "maxAttempts");
    expect(ruleError(attempts, 0)).toMatch(/from 1 to 20/);
    expect(ruleError(attempts, 2.5)).toMatch(/whole/);
    expect(ruleError(attempts, "x")).toMatch(/number/);
    expect(ruleError(attempts, 20)).toBeNull();
    expect(ruleError(shape("elicitation", "noInputSeconds"), 0)).toMatch(/more than 0/);
    expect(numberPlaceholder(attempts)).toMatch(/^3/);
  });
  it("apply to choices, lists and maps", () => {
    expect(ruleError(shape("elicitation", "valueType"), "colour")).toMatch(/one of/);
    expect(ruleError(shape("decision", "conditions"), undefined)).toMatch(/required/);
    expect(ruleError(shape("elicitation", "choices"), new Array(201).fill("x"))).toMatch(/200/);
    expect(ruleError(shape("tool", "request", "headers"), [])).toMatch(/object/);
  });
  it("leave out optional fields that are empty", () => {
    expect(storedValue(shape("start", "message"), "")).toBeUndefined();
    expect(storedValue(shape("elicitation", "choices"), [])).toBeUndefined();
    expect(storedValue(shape("tool", "request", "headers"), {})).toBeUndefined();
    expect(storedValue(shape("elicitation", "prompt"), "")).toBe("");
    expect(storedValue(shape("decision", "conditions"), [])).toEqual([]);
    expect(storedValue(shape("llm", "speak"), false)).toBe(false);
    expect(storedValue(shape("tool", "retries"), 0)).toBe(0);
  });
});

describe("rows", () => {
  it("keep the order and the type of values", () => {
    const rows = rowsOf({ b: 1, a: "x" });
    expect(JSON.stringify(mapOf(rows))).toBe('{"b":1,"a":"x"}');
    expect(rowsFromText(rowsText(rows))).toEqual(rows);
  });
  it("report an error, but accept an empty row", () => {
    expect(rowsError([{ name: "", value: "" }])).toBeNull();
    expect(rowsError([{ name: "", value: "x" }])).toMatch(/no name/);
    expect(
      rowsError([
        { name: "a", value: "" },
        { name: "a", value: "" },
      ]),
    ).toMatch(/Two rows/);
  });
});

it("labels a field that the catalogue does not know by its name", () => {
  expect(labelOf("noInputPrompts")).toBe("Prompts after silence");
  expect(labelOf("somethingQuiteNew")).toBe("Something quite new");
  expect(labelOf("toString")).toBe("To string");
});
