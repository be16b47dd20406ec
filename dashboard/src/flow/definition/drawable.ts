/** Whether a value is enough of a flow to be drawn and edited. It may have any number of problems. */
import { isObject } from "../../api/json";
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { isList } from "./json";
import { isKind } from "./kinds";

export function isDrawable(value: unknown): value is FlowDefinition {
  return whyNotDrawable(value) === null;
}

/** The first reason why a value cannot be drawn as a flow; null if it can. */
export function whyNotDrawable(value: unknown): string | null {
  const reasons = texts.flow.notDrawable;
  if (!isObject(value)) return reasons.noObject;
  if (typeof value.name !== "string") return reasons.noName;
  if (!isList(value.nodes)) return reasons.noNodes;
  if (value.edges !== undefined && !isList(value.edges)) return reasons.edgesNoList;
  if (value.variables !== undefined && !isObject(value.variables)) return reasons.variablesNoObject;
  for (const [index, node] of value.nodes.entries()) {
    if (!isObject(node) || typeof node.id !== "string") return reasons.nodeNoId(index + 1);
    if (typeof node.type !== "string" || !isKind(node.type)) return reasons.nodeNoType(node.id);
    if (node.data !== undefined && !isObject(node.data)) return reasons.nodeDataNoObject(node.id);
    if (!isPosition(node.position)) return reasons.nodeNoPosition(node.id);
  }
  for (const [index, edge] of (value.edges ?? []).entries()) {
    const complete = isObject(edge) && [edge.id, edge.source, edge.target].every((part) => typeof part === "string");
    if (!complete) return reasons.edgeIncomplete(index + 1);
  }
  return null;
}

function isPosition(position: unknown): boolean {
  if (position === undefined) return true;
  return isObject(position) && [position.x, position.y].every((n) => n === undefined || typeof n === "number");
}
