/** The changes that can be made to a flow's definition. Each gives a new definition; unknown fields stay to the letter. */
import type { FlowDefinition, FlowEdge, FlowNode } from "../../api/types";
import { isDrawable } from "./drawable";
import { isObject } from "../../api/json";
import { at, isList, put, type JsonObject, type Path } from "./json";

export function nodeById(definition: FlowDefinition, nodeId: string | null): FlowNode | undefined {
  return definition.nodes.find((node) => node.id === nodeId);
}

/** A node's data as it is written; empty where there is none. */
export function dataOf(node: FlowNode): JsonObject {
  const data: unknown = node.data;
  return isObject(data) ? data : {};
}

/** Sets a field of a node's data; undefined takes it away. Edges follow the ids of a decision's conditions. */
export function setData(definition: FlowDefinition, nodeId: string, path: Path, value: unknown): FlowDefinition {
  const index = definition.nodes.findIndex((node) => node.id === nodeId);
  const before = definition.nodes[index];
  if (before === undefined) return definition;
  const changed = kept(definition, put(definition, ["nodes", index, "data", ...path], value));
  const after = changed.nodes[index];
  if (before.type !== "decision" || after === undefined || changed.edges === undefined) return changed;
  const edges = edgesAfter(changed.edges, nodeId, conditionIds(before), conditionIds(after));
  return edges === changed.edges ? changed : { ...changed, edges };
}

/** The name is the caller's to check: one that is empty or taken is refused. */
export function renameNode(definition: FlowDefinition, from: string, to: string): FlowDefinition {
  if (to === "" || definition.nodes.some((node) => node.id === to)) return definition;
  const nodes = definition.nodes.map((node) => (node.id === from ? { ...node, id: to } : node));
  const edges = definition.edges?.map((edge) => {
    if (edge.source !== from && edge.target !== from) return edge;
    return {
      ...edge,
      source: edge.source === from ? to : edge.source,
      target: edge.target === from ? to : edge.target,
    };
  });
  return { ...definition, nodes, ...(edges === undefined ? {} : { edges }) };
}

export function setName(definition: FlowDefinition, name: string): FlowDefinition {
  return { ...definition, name };
}

/** Sets a field of a declared variable, or with an empty path the whole of it; undefined takes it away. */
export function setVariable(definition: FlowDefinition, name: string, path: Path, value: unknown): FlowDefinition {
  return kept(definition, put(definition, ["variables", name, ...path], value));
}

/** Where it stood; expressions that use it are not changed. */
export function renameVariable(definition: FlowDefinition, from: string, to: string): FlowDefinition {
  const variables = definition.variables ?? {};
  if (to === "" || Object.hasOwn(variables, to)) return definition;
  const renamed = Object.entries(variables).map(([name, variable]) => [name === from ? to : name, variable] as const);
  return { ...definition, variables: Object.fromEntries(renamed) };
}

/** A name like `start` that nothing has yet: `start2`, `start3`… */
export function freeName(start: string, taken: readonly string[]): string {
  if (!taken.includes(start)) return start;
  let number = 2;
  while (taken.includes(`${start}${number}`)) number += 1;
  return `${start}${number}`;
}

function conditionIds(node: FlowNode): string[] {
  const conditions = at(node, ["data", "conditions"]);
  if (!isList(conditions)) return [];
  return conditions.map((condition) => {
    const id = at(condition, ["id"]);
    return typeof id === "string" ? id : "";
  });
}

/** A condition that has another id at the same place was renamed; one whose id is gone was taken away, and its edges with it. */
function edgesAfter(edges: FlowEdge[], nodeId: string, before: string[], after: string[]): FlowEdge[] {
  const gone = before.filter((id) => !after.includes(id));
  if (gone.length === 0) return edges;
  const renamed = new Map<string, string>();
  if (before.length === after.length) {
    for (const [index, id] of before.entries()) {
      const now = after[index];
      if (now !== undefined && gone.includes(id) && !before.includes(now)) renamed.set(id, now);
    }
  }
  return edges.flatMap((edge) => {
    const exit = edge.sourceHandle;
    if (edge.source !== nodeId || typeof exit !== "string" || !gone.includes(exit)) return [edge];
    const now = renamed.get(exit);
    return now === undefined ? [] : [{ ...edge, sourceHandle: now }];
  });
}

/** A change that would leave nothing that can be drawn is none. */
function kept(before: FlowDefinition, changed: unknown): FlowDefinition {
  return isDrawable(changed) ? changed : before;
}
