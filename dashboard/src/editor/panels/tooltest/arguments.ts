/** The arguments of a tool of a language model, as far as its schema and its request name them. */
import { isObject } from "../../../api/json";
import type { JsonObject } from "../../../flow/definition/json";
import { field, list } from "../../../flow/definition/read";
import { valueOf, type Typed } from "./given";

export interface Argument {
  name: string;
  /** The type that the schema names; undefined if it names none. */
  type: unknown;
  required: boolean;
}

/** The properties of `parameters`, then the names that only the request reads. */
export function argumentsOf(tool: JsonObject): readonly Argument[] {
  const properties = field(tool.parameters, "properties");
  const declared = isObject(properties) ? properties : {};
  const required = list(field(tool.parameters, "required"));
  const read = (JSON.stringify(tool.request ?? null).match(READ) ?? []).map((found) => found.slice(PREFIX.length));
  return [...new Set([...Object.keys(declared), ...read])].map((name) => ({
    name,
    type: field(declared[name], "type"),
    required: required.includes(name),
  }));
}

/** What is typed, as arguments. An argument that is left empty is left out, unless it is a required text. */
export function givenArguments(wanted: readonly Argument[], typed: Typed): Record<string, unknown> {
  return Object.fromEntries(
    wanted.flatMap(({ name, type, required }) => {
      const text = typed[name] ?? "";
      return text === "" && !(required && type === "string") ? [] : [[name, valueOf(text, type)]];
    }),
  );
}

const PREFIX = "arguments.";
const READ = /\barguments\.[\p{L}_$][\p{L}\p{N}_$]*/gu;
