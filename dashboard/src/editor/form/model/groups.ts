/** The order of a form's fields: those that every author fills in, then groups that are folded. */
import { at } from "../../../flow/definition/json";
import type { Named } from "./shape";

export interface Group {
  /** The name of the group in the catalogue of texts. */
  id: GroupId;
  fields: readonly Named[];
}

export interface Grouped {
  /** Shown before the groups. */
  first: readonly Named[];
  groups: readonly Group[];
  /** Shown after the groups. */
  last: readonly Named[];
}

export type GroupId = "understanding" | "asking" | "keys";

/** The groups of a question: of an elicitation, and of a slot of a form. */
const OF_QUESTIONS: Readonly<Record<GroupId, readonly string[]>> = {
  understanding: ["extraction", "prefer", "many", "optional", "confirm", "validation", "format", "hints"],
  asking: [
    "reprompts",
    "noInputPrompts",
    "maxAttempts",
    "noInputSeconds",
    "interruptible",
    "sensitive",
    "pauseRecording",
  ],
  keys: ["keys"],
};
const GROUP_IDS: readonly GroupId[] = ["understanding", "asking", "keys"];

/** The fields of a question that a slot of a form does not use: the form has its own. */
const OF_FORM: readonly string[] = ["confirm", "maxAttempts"];

/** The value types that a field never concerns. */
const NEVER: Readonly<Record<string, readonly string[]>> = { many: ["string", "boolean"] };

/** The value types that a field concerns. A field that is not listed concerns every type. */
const CONCERNS: Readonly<Record<string, readonly string[]>> = {
  choices: ["choice"],
  prefer: ["date", "time", "datetime"],
  length: ["digits", "code"],
  minLength: ["digits", "code"],
  maxLength: ["digits", "code"],
  pattern: ["code"],
  country: ["postcode", "phone"],
  currency: ["money"],
};

/**
 * Group the fields of a node's data, or of a slot.
 *
 * `value`: the object that holds the fields. A field that does not concern its value type is left out, unless it has a
 * value or `hasProblem` says that it has a problem.
 */
export function groupedFields(
  fields: readonly Named[],
  value: unknown,
  hasProblem: (name: string) => boolean,
): Grouped {
  const valueType = fields.find(({ name }) => name === "valueType");
  if (valueType === undefined) return { first: fields, groups: [], last: [] };
  const type = at(value, ["valueType"]) ?? valueType.shape.default;
  const isSlot = fields.some(({ name }) => name === "required");
  const shown = fields.filter(
    ({ name }) =>
      (concerns(name, type) && !(isSlot && OF_FORM.includes(name))) ||
      at(value, [name]) !== undefined ||
      hasProblem(name),
  );
  const inGroup = new Set(Object.values(OF_QUESTIONS).flat());
  const outside = shown.filter(({ name }) => !inGroup.has(name));
  const groups = GROUP_IDS.map((id) => ({ id, fields: shown.filter(({ name }) => OF_QUESTIONS[id].includes(name)) }));
  return {
    first: outside.filter(({ name }) => name !== "assign"),
    groups: groups.filter((group) => group.fields.length > 0),
    last: outside.filter(({ name }) => name === "assign"),
  };
}

function concerns(name: string, type: unknown): boolean {
  const types = Object.hasOwn(CONCERNS, name) ? CONCERNS[name] : undefined;
  if (typeof type !== "string") return types === undefined;
  return (types === undefined || types.includes(type)) && !(NEVER[name]?.includes(type) ?? false);
}
