/** Named sets of variables to test a flow with, kept in this browser, flow by flow. */
import type { FlowDefinition } from "../../api/types";
import { isObject, readJson, type Json } from "../../api/json";

export type Variables = Record<string, Json>;
export interface Preset {
  name: string;
  variables: Variables;
}
export interface Presets {
  list: readonly Preset[];
  last: string | null;
}

/** As the API takes them. */
const MOST = 200;

type Declared = NonNullable<FlowDefinition["variables"]>;
type Kept = Pick<Storage, "getItem" | "setItem">;

const key = (flowId: string) => `callflow.presets.${flowId}`;

export function readPresets(flowId: string, storage: Kept): Presets {
  const read = readJson(storage.getItem(key(flowId)) ?? "null");
  if (!read.ok || !isObject(read.value) || !Array.isArray(read.value.list)) return { list: [], last: null };
  const list = read.value.list.flatMap((each: unknown): Preset[] =>
    isObject(each) && typeof each.name === "string" && isObject(each.variables)
      ? [{ name: each.name, variables: each.variables }]
      : [],
  );
  const { last } = read.value;
  return { list, last: typeof last === "string" && list.some((each) => each.name === last) ? last : null };
}

/** Under its name, in place of what had that name; it is the one last used. */
export function withPreset(presets: Presets, preset: Preset): Presets {
  const others = presets.list.filter((each) => each.name !== preset.name);
  return {
    list: [...others, preset].sort((one, other) => one.name.localeCompare(other.name)),
    last: preset.name,
  };
}

/** False where the browser keeps nothing. */
export function keepPresets(flowId: string, presets: Presets, storage: Kept): boolean {
  try {
    storage.setItem(key(flowId), JSON.stringify(presets));
    return true;
  } catch {
    return false;
  }
}

/** What was written, as variables; or what is wrong with it, in words. Blank is none. */
export function readVariables(
  text: string,
  declared: Declared,
): { ok: true; variables: Variables } | { ok: false; problems: string[] } {
  if (text.trim() === "") return { ok: true, variables: {} };
  const read = readJson(text);
  if (!read.ok) return { ok: false, problems: ['This is not JSON. Write names and values: {"name": "Ada"}'] };
  if (!isObject(read.value)) return { ok: false, problems: ['Write an object of names and values: {"name": "Ada"}'] };
  const problems = problemsOf(read.value, declared);
  return problems.length === 0 ? { ok: true, variables: read.value } : { ok: false, problems };
}

function problemsOf(variables: Variables, declared: Declared): string[] {
  const names = Object.keys(variables);
  const known = Object.keys(declared);
  const problems = names.length > MOST ? [`There are ${names.length} variables; the API takes ${MOST}.`] : [];
  for (const name of names) {
    const variable = declared[name];
    if (variable === undefined || !Object.hasOwn(declared, name)) {
      const others = known.length === 0 ? "It declares none." : `It declares ${known.join(", ")}.`;
      problems.push(`The flow declares no variable ${name}. ${others}`);
      continue;
    }
    const wanted = typeOf(variable);
    if (!fits(variables[name], wanted)) problems.push(`${name} must be ${ARTICLE[wanted]}, as the flow declares it.`);
  }
  return problems;
}

type Type = Declared[string]["type"];

/** A stored flow may leave it out. */
function typeOf(variable: { type?: Type }): Type {
  return variable.type ?? "any";
}

const ARTICLE: Record<Type, string> = {
  string: 'a string ("in quotes")',
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object ({…})",
  array: "an array ([…])",
  any: "anything",
};

/** null stands for not being known, whatever the type. */
function fits(value: Json, type: Type): boolean {
  if (value === null) return true;
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "any":
      return true;
    default:
      return typeof value === type;
  }
}

/** Each declared variable with its default, to begin writing from. */
export function example(declared: Declared): string {
  const values = Object.fromEntries(
    Object.entries(declared).map(([name, variable]) => [name, variable.default ?? EMPTY[typeOf(variable)]]),
  );
  return JSON.stringify(values, null, 2);
}

const EMPTY: Record<Type, Json> = {
  string: "",
  number: 0,
  integer: 0,
  boolean: false,
  object: {},
  array: [],
  any: null,
};
