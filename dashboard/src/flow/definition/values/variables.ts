/** The variables of a flow: those that it declares, and those that its nodes set. */
import type { FlowDefinition } from "../../../api/types";
import { isObject } from "../../../api/json";
import { field, list } from "../read";

/** Fields of a node's data, or of a slot, whose names are variables. */
const MAPS = ["assign", "extract"];

/** The names of all variables, those that are declared first. */
export function variableNames(definition: FlowDefinition): readonly string[] {
  const names = new Set(Object.keys(definition.variables ?? {}));
  for (const { data } of definition.nodes) {
    for (const holder of [data, ...list(field(data, "slots"))]) {
      const variable = field(holder, "variable");
      if (typeof variable === "string" && variable !== "") names.add(variable);
    }
    for (const name of MAPS) {
      const map = field(data, name);
      if (isObject(map)) for (const variable of Object.keys(map)) names.add(variable);
    }
  }
  return [...names];
}

/** The values that the variables have at the beginning of a session: the declared default, otherwise null. */
export function initialValues(definition: FlowDefinition): Record<string, unknown> {
  const declared = definition.variables ?? {};
  return Object.fromEntries(variableNames(definition).map((name) => [name, field(declared[name], "default") ?? null]));
}

/** The names of `names` that stand as a word in a text of `value`. */
export function namesIn(value: unknown, names: readonly string[]): readonly string[] {
  const words = new Set(JSON.stringify(value ?? null).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  return names.filter((name) => words.has(name));
}
