/** What the form of a tool knows of its MCP server, and of the tools that the server lists. */
import { isObject } from "../../../api/json";
import type { ServerTool } from "../../../api/types";
import { at, type JsonObject } from "../../../flow/definition/json";
import { field, line, list } from "../../../flow/definition/read";

export interface Server {
  server: string;
  headers: Record<string, string>;
}

/** The server of a tool of a language model; null if the tool has no MCP server, or no address yet. */
export function serverOf(tool: unknown): Server | null {
  const server = line(at(tool, ["mcp", "server"])).trim();
  if (server === "") return null;
  const headers = at(tool, ["mcp", "headers"]);
  const texts = Object.entries(isObject(headers) ? headers : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { server, headers: Object.fromEntries(texts) };
}

export interface Parameter {
  name: string;
  /** The type that the schema names; empty if it names none. */
  type: string;
  required: boolean;
  description: string;
}

export function parametersOf({ parameters }: Pick<ServerTool, "parameters">): readonly Parameter[] {
  const properties = field(parameters, "properties");
  const required = list(field(parameters, "required"));
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    type: line(field(schema, "type")),
    required: required.includes(name),
    description: line(field(schema, "description")),
  }));
}

/** A name that a model can call a tool by: at most 64 letters, digits, "_" and "-". */
export function nameFor(tool: string): string {
  return tool.replace(/[^a-zA-Z0-9_-]+/gu, "_").slice(0, 64);
}

/** The tool with the parameters that its server lists, where its author has left them out: those of a published flow. */
export function asPublished(tool: JsonObject, listed: readonly ServerTool[]): JsonObject {
  const found = listed.find(({ name }) => name === at(tool, ["mcp", "tool"]));
  return found === undefined || (tool.parameters ?? null) !== null ? tool : { ...tool, parameters: found.parameters };
}
