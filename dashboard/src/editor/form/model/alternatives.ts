/** Fields of which an object has exactly one, such as the expression or the words of a condition. */
import { isObject } from "../../../api/json";
import { at, isList } from "../../../flow/definition/json";
import type { Named, Shape } from "./shape";

export interface Alternatives {
  /** The name of the choice in the catalogue of texts. */
  id: AlternativesId;
  /** The fields that exclude each other, in the order of the choice. The first one is chosen if none has a value. */
  fields: readonly Named[];
}

export type AlternativesId = keyof typeof NAMES;

/** A handler has the fields of a condition, so it comes first. */
const NAMES = {
  tool: ["request", "mcp"],
  handler: ["phrases", "when", "expression"],
  condition: ["expression", "when"],
} as const;

/** The alternatives among the fields of an object; null if it has none. */
export function alternativesOf(fields: readonly Named[]): Alternatives | null {
  for (const [id, names] of Object.entries(NAMES)) {
    const found = names.flatMap((name) => fields.filter((field) => field.name === name));
    if (found.length === names.length) return { id: id as AlternativesId, fields: found.map(asRequired) };
  }
  return null;
}

/** The name of the field that has a value; null if none has one, or more than one. */
export function chosenOf({ fields }: Alternatives, value: unknown): string | null {
  const set = fields.filter(({ name }) => (at(value, [name]) ?? null) !== null);
  const filled = set.filter(({ name }) => !isEmptyList(at(value, [name])));
  return onlyName(set) ?? onlyName(filled);
}

function onlyName(fields: readonly Named[]): string | null {
  return fields.length === 1 ? (fields[0]?.name ?? null) : null;
}

function isEmptyList(value: unknown): boolean {
  return isList(value) && value.length === 0;
}

/** The object with another of the fields: it gets an empty value, and the others go. */
export function withChosen({ fields }: Alternatives, value: unknown, chosen: string): unknown {
  const others = Object.entries(isObject(value) ? value : {}).filter(
    ([name]) => !fields.some((field) => field.name === name),
  );
  const shape = fields.find(({ name }) => name === chosen)?.shape;
  return { ...Object.fromEntries(others), [chosen]: shape === undefined ? "" : blankOf(shape) };
}

/** The value of a field that an author begins to fill in. */
export function blankOf(shape: Shape): unknown {
  if (shape.kind === "list") return [];
  if (shape.kind === "object") {
    const required = shape.fields.filter((field) => field.shape.required);
    return Object.fromEntries(required.map((field) => [field.name, blankOf(field.shape)]));
  }
  return shape.kind === "map" || shape.kind === "json" ? {} : "";
}

/** The chosen one of them must have a value. */
function asRequired({ name, shape }: Named): Named {
  return { name, shape: { ...shape, required: true } };
}
