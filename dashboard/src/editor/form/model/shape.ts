/** The shape of each field, read from the flow's JSON schema. */
import type { NodeType } from "../../../api/types";
import { isObject } from "../../../api/json";
import { at, isList, type JsonObject } from "../../../flow/definition/json";

export interface Shape {
  kind: "text" | "longText" | "expression" | "number" | "boolean" | "choice" | "list" | "map" | "object" | "json";
  required: boolean;
  /** Undefined if the schema has none. */
  default: unknown;
  /** For numbers. `above` is an exclusive minimum. */
  integer: boolean;
  minimum: number | null;
  above: number | null;
  maximum: number | null;
  /** For texts, in characters. */
  minLength: number;
  maxLength: number | null;
  maxItems: number | null;
  options: readonly string[];
  /** For lists and maps: the shape of an entry. `plain`: an entry may be a text as well as an object. */
  item: Shape | null;
  plain: boolean;
  /** For objects. */
  fields: readonly Named[];
}

export interface Named {
  name: string;
  shape: Shape;
}

/** Fields whose texts take several lines. */
const LONG = new Set([
  "message",
  "prompt",
  "instructions",
  "fallback",
  "reprompts",
  "noInputPrompts",
  "when",
  "description",
  "ask",
]);
/** Fields that hold a JavaScript expression. */
const EXPRESSIONS = new Set(["assign", "expression", "until", "validation"]);

/** The fields that come first, in this order, and those that come last. The others keep the schema's order. */
const FIRST = ["label", "prompt"];
const LAST = ["assign"];

/** The fields of one kind of node's data. `assign` runs last, so it comes last. */
export function fieldsOf(schema: unknown, type: NodeType): readonly Named[] {
  const mapping = at(schema, ["properties", "nodes", "items", "discriminator", "mapping", type]);
  const node = typeof mapping === "string" ? follow(schema, mapping) : undefined;
  const { fields } = shapeOf(schema, at(node, ["properties", "data"]), "data", true);
  const named = (names: readonly string[]) => names.flatMap((name) => fields.filter((field) => field.name === name));
  const rest = fields.filter(({ name }) => !FIRST.includes(name) && !LAST.includes(name));
  return [...named(FIRST), ...rest, ...named(LAST)];
}

/** The shape of one of the flow's own fields; null if the schema has no such field. */
export function settingShape(schema: unknown, name: string): Shape | null {
  const written = at(schema, ["properties", name]);
  return written === undefined ? null : shapeOf(schema, written, name, false);
}

export function shapeOf(root: unknown, written: unknown, name: string, required: boolean): Shape {
  const { schema, plain } = resolved(root, written);
  const shape: Shape = {
    kind: "json",
    required,
    default: at(written, ["default"]),
    integer: schema.type === "integer",
    minimum: number(schema.minimum),
    above: number(schema.exclusiveMinimum),
    maximum: number(schema.maximum),
    minLength: number(schema.minLength) ?? 0,
    maxLength: number(schema.maxLength),
    maxItems: number(schema.maxItems),
    options: optionsOf(schema),
    item: null,
    plain,
    fields: [],
  };
  if (shape.options.length > 0) return { ...shape, kind: "choice" };
  switch (schema.type) {
    case "string":
      return { ...shape, kind: LONG.has(name) ? "longText" : EXPRESSIONS.has(name) ? "expression" : "text" };
    case "integer":
    case "number":
      return { ...shape, kind: "number" };
    case "boolean":
      return { ...shape, kind: "boolean" };
    case "array":
      return { ...shape, kind: "list", item: shapeOf(root, schema.items, name, true) };
    case "object":
      return objectShape(root, schema, name, shape);
    default:
      return shape;
  }
}

function objectShape(root: unknown, schema: JsonObject, name: string, shape: Shape): Shape {
  if (isObject(schema.properties)) {
    const required = isList(schema.required) ? schema.required : [];
    const fields = Object.entries(schema.properties).map(([field, inner]) => ({
      name: field,
      shape: shapeOf(root, inner, field, required.includes(field)),
    }));
    return { ...shape, kind: "object", fields };
  }
  const item = shapeOf(root, schema.additionalProperties, name, true);
  const ofTexts = item.kind === "text" || item.kind === "expression" || item.kind === "longText";
  return ofTexts ? { ...shape, kind: "map", item } : shape;
}

/** Resolve `$ref` and `anyOf`: the choice that is not null; of a text and an object, the object. */
function resolved(root: unknown, written: unknown): { schema: JsonObject; plain: boolean } {
  const schema = typeof at(written, ["$ref"]) === "string" ? follow(root, String(at(written, ["$ref"]))) : written;
  if (!isObject(schema)) return { schema: {}, plain: false };
  if (!isList(schema.anyOf)) return { schema, plain: false };
  const choices = schema.anyOf
    .map((choice) => resolved(root, choice).schema)
    .filter((choice) => choice.type !== "null");
  const object = choices.find((choice) => choice.type === "object");
  return { schema: object ?? choices[0] ?? {}, plain: object !== undefined && choices.length > 1 };
}

function follow(root: unknown, ref: string): unknown {
  return at(root, ref.replace(/^#\//, "").split("/"));
}

function optionsOf(schema: JsonObject): string[] {
  if (typeof schema.const === "string") return [schema.const];
  return isList(schema.enum) ? schema.enum.filter((option) => typeof option === "string") : [];
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
