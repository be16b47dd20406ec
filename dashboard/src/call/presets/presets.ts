/** Named sets of variables for tests of a flow, stored in this browser by flow. */
import { isObject, readJson, type Json } from "../../api/json";
import type { FlowDefinition } from "../../api/types";
import { browserStorage, type SafeStorage } from "../../state/storage";
import { texts } from "../../texts";

export type Variables = Record<string, Json>;
export interface Preset {
  name: string;
  variables: Variables;
}
export interface Presets {
  list: readonly Preset[];
  /** The name of the preset that was used last. */
  last: string | null;
}

/** The API accepts no more variables. */
const MAX_VARIABLES = 200;

type Declared = NonNullable<FlowDefinition["variables"]>;

const key = (flowId: string) => `callflow.presets.${flowId}`;

export function readPresets(flowId: string, storage: SafeStorage = browserStorage): Presets {
  const read = readJson(storage.read(key(flowId)) ?? "null");
  if (!read.ok || !isObject(read.value) || !Array.isArray(read.value.list)) return { list: [], last: null };
  const list = read.value.list.flatMap((each: unknown): Preset[] =>
    isObject(each) && typeof each.name === "string" && isObject(each.variables)
      ? [{ name: each.name, variables: each.variables }]
      : [],
  );
  const { last } = read.value;
  return { list, last: typeof last === "string" && list.some((each) => each.name === last) ? last : null };
}

/** Adds the preset, or replaces the one of the same name, and makes it the last one used. */
export function withPreset(presets: Presets, preset: Preset): Presets {
  const others = presets.list.filter((each) => each.name !== preset.name);
  return {
    list: [...others, preset].sort((one, other) => one.name.localeCompare(other.name)),
    last: preset.name,
  };
}

/** False if the browser did not store the presets. */
export function storePresets(flowId: string, presets: Presets, storage: SafeStorage = browserStorage): boolean {
  return storage.write(key(flowId), JSON.stringify(presets));
}

/** The text of the preset that was used last; empty if there is none. */
export function lastPresetText(flowId: string): string {
  const { list, last } = readPresets(flowId);
  return presetText(list.find((each) => each.name === last));
}

export function presetText(preset: Preset | undefined): string {
  return preset === undefined ? "" : JSON.stringify(preset.variables, null, 2);
}

/** Reads variables from JSON text, or lists its problems. Blank text has no variables. */
export function readVariables(
  text: string,
  declared: Declared,
): { ok: true; variables: Variables } | { ok: false; problems: string[] } {
  const labels = texts.call.variables;
  if (text.trim() === "") return { ok: true, variables: {} };
  const read = readJson(text);
  if (!read.ok) return { ok: false, problems: [labels.notJson] };
  if (!isObject(read.value)) return { ok: false, problems: [labels.notAnObject] };
  const problems = problemsOf(read.value, declared);
  return problems.length === 0 ? { ok: true, variables: read.value } : { ok: false, problems };
}

function problemsOf(variables: Variables, declared: Declared): string[] {
  const labels = texts.call.variables;
  const names = Object.keys(variables);
  const known = Object.keys(declared);
  const problems = names.length > MAX_VARIABLES ? [labels.tooMany(names.length, MAX_VARIABLES)] : [];
  for (const name of names) {
    const variable = declared[name];
    if (variable === undefined || !Object.hasOwn(declared, name)) {
      problems.push(labels.unknown(name, known));
      continue;
    }
    const type = typeOf(variable);
    if (!fits(variables[name], type)) problems.push(labels.wrongType(name, labels.types[type]));
  }
  return problems;
}

type Type = NonNullable<Declared[string]["type"]>;

function typeOf(variable: Declared[string]): Type {
  return variable.type ?? "any";
}

/** null means unknown; each type allows it. */
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

/** JSON text with each declared variable and its default, as a start for writing. */
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
