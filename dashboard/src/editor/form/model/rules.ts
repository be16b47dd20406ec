/** The schema's rules for one field, told in words as one types. */
import { isObject } from "../../../api/json";
import { isList } from "../../../flow/definition/json";
import type { Shape } from "./shape";

/** What is wrong with a value; null where nothing is. */
export function faultOf(shape: Shape, value: unknown): string | null {
  if (value === undefined || (value === null && !shape.required))
    return shape.required ? "This has to be filled in." : null;
  switch (shape.kind) {
    case "text":
    case "longText":
    case "expression":
      return textFault(shape, value);
    case "number":
      return numberFault(shape, value);
    case "boolean":
      return typeof value === "boolean" ? null : "This is either on or off.";
    case "choice":
      return typeof value === "string" && shape.options.includes(value)
        ? null
        : `This is one of: ${shape.options.join(", ")}.`;
    case "list":
      if (!isList(value)) return "This has to be a list.";
      return shape.maxItems !== null && value.length > shape.maxItems ? `At most ${shape.maxItems} are allowed.` : null;
    case "map":
    case "object":
      return isObject(value) || (shape.plain && typeof value === "string")
        ? null
        : "This has to be an object of names and values.";
    case "json":
      return null;
  }
}

function textFault(shape: Shape, value: unknown): string | null {
  if (typeof value !== "string") {
    // A query's values may be numbers and booleans, which go out as text.
    return shape.kind === "text" && (typeof value === "number" || typeof value === "boolean")
      ? null
      : "This has to be text.";
  }
  if (value.trim() === "" && (shape.required || shape.minLength > 0)) return "This has to be filled in.";
  const length = Array.from(value).length;
  if (shape.maxLength !== null && length > shape.maxLength) {
    return `This has ${length - shape.maxLength} more than the ${shape.maxLength.toLocaleString("en")} characters it may have.`;
  }
  return null;
}

function numberFault(shape: Shape, value: unknown): string | null {
  if (typeof value !== "number") return `This has to be a number, but is ${JSON.stringify(value)}.`;
  if (shape.integer && !Number.isInteger(value)) return "This has to be a whole number.";
  const tooSmall = (shape.minimum !== null && value < shape.minimum) || (shape.above !== null && value <= shape.above);
  const tooLarge = shape.maximum !== null && value > shape.maximum;
  return tooSmall || tooLarge ? `This has to be ${rangeWords(shape)}.` : null;
}

/** "from 1 to 20", "more than 0 and at most 3600". */
function rangeWords(shape: Shape): string {
  const most = shape.maximum === null ? "" : String(shape.maximum);
  if (shape.minimum !== null) return most ? `from ${shape.minimum} to ${most}` : `at least ${shape.minimum}`;
  if (shape.above !== null) return `more than ${shape.above}${most ? ` and at most ${most}` : ""}`;
  return most ? `at most ${most}` : "any number";
}

/** What an empty number says of itself. */
export function numberWords(shape: Shape): string {
  return typeof shape.default === "number" ? `${shape.default}, where empty` : rangeWords(shape);
}

/** What to store for an empty control: a field that may be left out is left out. */
export function stored(shape: Shape, value: unknown): unknown {
  if (shape.required) return value;
  const empty =
    value === "" || value === null || (isList(value) && value.length === 0) || (isObject(value) && isEmpty(value));
  return empty ? undefined : value;
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}
