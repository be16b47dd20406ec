/** The schema's rules for one field. */
import { isObject } from "../../../api/json";
import { isList } from "../../../flow/definition/json";
import { texts } from "../../../texts";
import type { Shape } from "./shape";

const words = texts.form.rules;

/** The rule that a value breaks; null if it breaks none. */
export function ruleError(shape: Shape, value: unknown): string | null {
  if (value === undefined || (value === null && !shape.required)) return shape.required ? words.required : null;
  switch (shape.kind) {
    case "text":
    case "longText":
    case "expression":
      return textError(shape, value);
    case "number":
      return numberError(shape, value);
    case "boolean":
      return typeof value === "boolean" ? null : words.boolean;
    case "choice":
      return typeof value === "string" && shape.options.includes(value) ? null : words.choice(shape.options.join(", "));
    case "list":
      if (!isList(value)) return words.list;
      return shape.maxItems !== null && value.length > shape.maxItems ? words.maxItems(shape.maxItems) : null;
    case "map":
    case "object":
      return isObject(value) || (shape.plain && typeof value === "string") ? null : words.object;
    case "json":
      return null;
  }
}

function textError(shape: Shape, value: unknown): string | null {
  if (typeof value !== "string") {
    // The values of a query may be numbers and booleans. They are sent as text.
    return shape.kind === "text" && (typeof value === "number" || typeof value === "boolean") ? null : words.text;
  }
  if (value.trim() === "" && (shape.required || shape.minLength > 0)) return words.required;
  // The schema counts code points, not UTF-16 units.
  const length = Array.from(value).length;
  if (shape.maxLength !== null && length > shape.maxLength) {
    return words.tooLong(length - shape.maxLength, shape.maxLength.toLocaleString("en"));
  }
  return null;
}

function numberError(shape: Shape, value: unknown): string | null {
  if (typeof value !== "number") return words.number(JSON.stringify(value));
  if (shape.integer && !Number.isInteger(value)) return words.integer;
  const tooSmall = (shape.minimum !== null && value < shape.minimum) || (shape.above !== null && value <= shape.above);
  const tooLarge = shape.maximum !== null && value > shape.maximum;
  return tooSmall || tooLarge ? words.range(rangeText(shape)) : null;
}

/** "from 1 to 20", "more than 0 and at most 3600". */
function rangeText(shape: Shape): string {
  const most = shape.maximum === null ? "" : String(shape.maximum);
  if (shape.minimum !== null) return most ? words.between(shape.minimum, most) : words.atLeast(shape.minimum);
  if (shape.above !== null) return most ? words.aboveUpTo(shape.above, most) : words.above(shape.above);
  return most ? words.atMost(most) : words.anyNumber;
}

/** The placeholder of an empty number field: its default, or its range. */
export function numberPlaceholder(shape: Shape): string {
  return typeof shape.default === "number" ? words.defaultsTo(shape.default) : rangeText(shape);
}

/** The value to store for a control's value. An optional field that is empty is not stored. */
export function storedValue(shape: Shape, value: unknown): unknown {
  if (shape.required) return value;
  const empty =
    value === "" || value === null || (isList(value) && value.length === 0) || (isObject(value) && isEmpty(value));
  return empty ? undefined : value;
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}
