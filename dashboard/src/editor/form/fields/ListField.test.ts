import { expect, it } from "vitest";
import schema from "../../../api/generated/flow.schema.json";
import type { NodeType } from "../../../api/types";
import { fieldsOf, type Shape } from "../model/shape";
import { blankEntry } from "./ListField";

function shape(type: NodeType, name: string): Shape {
  const found = fieldsOf(schema, type).find((field) => field.name === name);
  if (found === undefined) throw new Error(`The schema has no ${name}.`);
  return found.shape;
}

it("gives a new condition a free id", () => {
  expect(blankEntry(shape("decision", "conditions"), [{ id: "cond-1" }])).toEqual({ id: "cond-2", expression: "" });
  expect(blankEntry(shape("elicitation", "choices"), [])).toBe("");
});
