import { describe, expect, it } from "vitest";
import { fieldsOf, shapeOf, type Named } from "./shape";
import schema from "../../../api/generated/flow.schema.json";
import { groupedFields } from "./groups";

/** The fields of a question, those of the next release among them. */
const QUESTION: readonly Named[] = [
  "prompt",
  "variable",
  "choices",
  "keys",
  "prefer",
  "length",
  "confirm",
  "reprompts",
  "assign",
]
  .map((name): Named => ({ name, shape: shapeOf({}, { type: "string" }, name, false) }))
  .concat({
    name: "valueType",
    shape: shapeOf({}, { enum: ["string", "date"], default: "string" }, "valueType", false),
  });

const NONE = () => false;
const names = (fields: readonly Named[]) => fields.map(({ name }) => name);

describe("the fields of a question", () => {
  it("are those that concern its value type", () => {
    expect(names(groupedFields(QUESTION, {}, NONE).first)).toEqual(["prompt", "variable", "valueType"]);
    expect(names(groupedFields(QUESTION, { valueType: "choice" }, NONE).first)).toContain("choices");
    expect(names(groupedFields(QUESTION, { valueType: "digits" }, NONE).first)).toContain("length");
    const ofDate = groupedFields(QUESTION, { valueType: "date" }, NONE);
    expect(ofDate.groups.flatMap(({ fields }) => names(fields))).toEqual(["prefer", "confirm", "reprompts", "keys"]);
  });
  it("show what is stored or has a problem for every value type", () => {
    expect(names(groupedFields(QUESTION, { length: 8 }, NONE).first)).toContain("length");
    expect(names(groupedFields(QUESTION, {}, (name) => name === "choices").first)).toContain("choices");
  });
  it("of a slot leave out what its form has", () => {
    const slot = [...QUESTION, { name: "required", shape: shapeOf({}, { type: "boolean" }, "required", false) }];
    const shown = (value: object) => groupedFields(slot, value, NONE).groups.flatMap(({ fields }) => names(fields));
    expect(shown({})).toEqual(["reprompts", "keys"]);
    expect(shown({ confirm: "So {{ value }}?" })).toContain("confirm");
  });
  it("leave out several answers where there is only one", () => {
    const many = [...QUESTION, { name: "many", shape: shapeOf({}, { type: "boolean" }, "many", false) }];
    const shown = (valueType: string) =>
      groupedFields(many, { valueType }, NONE).groups.flatMap(({ fields }) => names(fields));
    expect(shown("date")).toContain("many");
    expect(shown("boolean")).not.toContain("many");
  });
  it("are all shown if each has a problem, with assign last", () => {
    const all = fieldsOf(schema, "elicitation");
    const { first, groups, last } = groupedFields(all, {}, () => true);
    const shown = [...first, ...groups.flatMap(({ fields }) => fields), ...last];
    expect(names(shown).toSorted()).toEqual(names(all).toSorted());
    expect(names(last)).toEqual(["assign"]);
  });
});

it("leaves the fields of other nodes in their order", () => {
  const fields = fieldsOf(schema, "tool");
  expect(groupedFields(fields, {}, NONE)).toEqual({ first: fields, groups: [], last: [] });
});
