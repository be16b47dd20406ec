/** Whether something is enough of a flow to be drawn and edited, however many problems it has. */
import type { FlowDefinition } from "../../api/types";
import { isKind } from "./kinds";
import { isObject } from "../../api/json";
import { isList } from "./json";

export function isDrawable(value: unknown): value is FlowDefinition {
  return whyNotDrawable(value) === null;
}

/** What keeps it from being a flow that can be drawn, in words. */
export function whyNotDrawable(value: unknown): string | null {
  if (!isObject(value)) return "It is JSON, but not an object with a list of nodes.";
  if (typeof value.name !== "string") return 'It has no "name" that is a text.';
  if (!isList(value.nodes)) return 'It has no list of "nodes".';
  if (value.edges !== undefined && !isList(value.edges)) return '"edges" is not a list.';
  if (value.variables !== undefined && !isObject(value.variables)) return '"variables" is not an object.';
  for (const [index, node] of value.nodes.entries()) {
    if (!isObject(node) || typeof node.id !== "string") return `Node ${index + 1} has no "id" that is a text.`;
    if (typeof node.type !== "string" || !isKind(node.type))
      return `The node ${node.id} has no "type" that Callflow knows.`;
    if (node.data !== undefined && !isObject(node.data)) return `The "data" of the node ${node.id} is not an object.`;
    if (!isPosition(node.position)) return `The "position" of the node ${node.id} is not two numbers, x and y.`;
  }
  for (const [index, edge] of (value.edges ?? []).entries()) {
    const whole = isObject(edge) && [edge.id, edge.source, edge.target].every((part) => typeof part === "string");
    if (!whole) return `Edge ${index + 1} does not have an "id", a "source" and a "target" that are texts.`;
  }
  return null;
}

function isPosition(position: unknown): boolean {
  if (position === undefined) return true;
  return isObject(position) && [position.x, position.y].every((n) => n === undefined || typeof n === "number");
}
