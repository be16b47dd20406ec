/**
 * Every change that the editor makes to a flow's definition.
 *
 * An edit is a pure function from the newest definition to the next one. It keeps all fields that it does not know, and
 * returns the same object if nothing changes. Code that edits passes such a function on instead of a finished
 * definition, so that an edit made on an old view never overwrites a newer edit.
 */
import type { FlowDefinition, FlowEdge, FlowNode, NodeType } from "../../api/types";
import { isObject } from "../../api/json";
import { isDrawable } from "./drawable";
import { DEFAULT, edgesOf, exitOf, onFailureOf, openFailures } from "./exits";
import { freeId, freeName } from "./free-id";
import { at, isList, put, type JsonObject, type Path } from "./json";
import { newNode } from "./new-node";
import type { Point, Positions } from "./position";
import { field, list } from "./read";

/** One edit, to be applied to the newest definition. */
export type DefinitionEdit = (definition: FlowDefinition) => FlowDefinition;

/** The two ends of an edge. Without `sourceHandle`, the edge leaves by the exit `default`. */
export interface Connection {
  source: string;
  target: string;
  sourceHandle?: string | null;
}

export function nodeById(definition: FlowDefinition, nodeId: string | null): FlowNode | undefined {
  return definition.nodes.find((node) => node.id === nodeId);
}

/** A node's data as it is stored; an empty object if the node has none. */
export function dataOf(node: FlowNode): JsonObject {
  const data: unknown = node.data;
  return isObject(data) ? data : {};
}

export function setName(definition: FlowDefinition, name: string): FlowDefinition {
  return { ...definition, name };
}

/**
 * Set a field of a node's data. `undefined` removes the field.
 *
 * The edges of a decision follow the ids of its conditions.
 */
export function setData(definition: FlowDefinition, nodeId: string, path: Path, value: unknown): FlowDefinition {
  const index = definition.nodes.findIndex((node) => node.id === nodeId);
  const before = definition.nodes[index];
  if (before === undefined) return definition;
  const changed = ifDrawable(definition, put(definition, ["nodes", index, "data", ...path], value));
  const after = changed.nodes[index];
  if (before.type !== "decision" || after === undefined || changed.edges === undefined) return changed;
  const edges = edgesAfter(changed.edges, nodeId, conditionIds(before), conditionIds(after));
  return edges === changed.edges ? changed : { ...changed, edges };
}

/** Store the positions of these nodes, in whole pixels. */
export function setPositions(definition: FlowDefinition, positions: Positions): FlowDefinition {
  const nodes = definition.nodes.map((node): FlowNode => {
    const position = positions.get(node.id);
    if (position === undefined) return node;
    const [x, y] = [Math.round(position.x), Math.round(position.y)];
    if (field(node.position, "x") === x && field(node.position, "y") === y) return node;
    return { ...node, position: { ...node.position, x, y } };
  });
  return nodes.some((node, index) => node !== definition.nodes[index]) ? { ...definition, nodes } : definition;
}

/** Add a node. See `newNode` for the arguments. */
export function addNode(definition: FlowDefinition, type: NodeType, position: Point, id: string): FlowDefinition {
  return { ...definition, nodes: [...definition.nodes, newNode(definition, type, position, id)] };
}

/** Set a field of the flow itself, such as its language. `undefined` removes the field. */
export function setSetting(definition: FlowDefinition, name: string, value: unknown): FlowDefinition {
  return ifDrawable(definition, put(definition, [name], value));
}

/** Set the value at a path of the flow's own settings, such as its handlers. `undefined` removes it. */
export function setAt(definition: FlowDefinition, path: Path, value: unknown): FlowDefinition {
  return ifDrawable(definition, put(definition, path, value));
}

/** Rename a node, the ends of its edges, the targets of handlers, and `onFailure`. An id that is empty or taken changes nothing. */
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
  const onFailure = onFailureOf(definition) === from ? { onFailure: to } : {};
  const renamed = { ...definition, nodes, ...(edges === undefined ? {} : { edges }), ...onFailure };
  return list(field(definition, "handlers")).reduce<FlowDefinition>(
    (changed, handler, index) =>
      field(handler, "target") === from ? setAt(changed, ["handlers", index, "target"], to) : changed,
    renamed,
  );
}

/** The only start of a flow cannot be removed. */
export function canRemoveNode(definition: FlowDefinition, nodeId: string): boolean {
  const node = nodeById(definition, nodeId);
  return node !== undefined && (node.type !== "start" || startCount(definition) > 1);
}

/** Remove a node, its edges, and `onFailure` if it names the node, if `canRemoveNode` allows it. */
export function removeNode(definition: FlowDefinition, nodeId: string): FlowDefinition {
  if (!canRemoveNode(definition, nodeId)) return definition;
  const nodes = definition.nodes.filter(({ id }) => id !== nodeId);
  const rest = onFailureOf(definition) === nodeId ? setSetting(definition, "onFailure", undefined) : definition;
  if (rest.edges === undefined) return { ...rest, nodes };
  const edges = rest.edges.filter(({ source, target }) => source !== nodeId && target !== nodeId);
  return { ...rest, nodes, edges };
}

export function startCount(definition: FlowDefinition): number {
  return definition.nodes.filter(({ type }) => type === "start").length;
}

/** Connect an exit to a node. An exit has one edge: a second connection moves this edge and keeps its id. */
export function connect(definition: FlowDefinition, connection: Connection): FlowDefinition {
  const edges = edgesOf(definition);
  const exit = connection.sourceHandle ?? DEFAULT;
  const { source, target } = connection;
  const old = edges.find((edge) => edge.source === source && exitOf(edge) === exit);
  if (old !== undefined) {
    return { ...definition, edges: edges.map((edge) => (edge === old ? { ...edge, target } : edge)) };
  }
  const id = freeId(
    "e",
    edges.map((edge) => edge.id),
  );
  const edge: FlowEdge = { id, source, target };
  return { ...definition, edges: [...edges, exit === DEFAULT ? edge : { ...edge, sourceHandle: exit }] };
}

/** The failure exits without an edge that `connectFailures` would connect to a node. None of them is its own. */
export function failuresFor(definition: FlowDefinition, target: string): { nodeId: string; exit: string }[] {
  return openFailures(definition).filter(({ nodeId }) => nodeId !== target);
}

/** Connect to one node every failure exit of the other nodes that has no edge. */
export function connectFailures(definition: FlowDefinition, target: string): FlowDefinition {
  return failuresFor(definition, target).reduce(
    (connected, { nodeId, exit }) => connect(connected, { source: nodeId, target, sourceHandle: exit }),
    definition,
  );
}

/** Move either end of an edge. An edge that already leaves by that exit is removed. */
export function reconnect(definition: FlowDefinition, edgeId: string, connection: Connection): FlowDefinition {
  const exit = connection.sourceHandle ?? DEFAULT;
  const { source, target } = connection;
  const edges = edgesOf(definition).flatMap((edge): FlowEdge[] => {
    if (edge.id === edgeId) {
      const moved = { ...edge, source, target };
      return exitOf(edge) === exit ? [moved] : [{ ...moved, sourceHandle: exit }];
    }
    return edge.source === source && exitOf(edge) === exit ? [] : [edge];
  });
  return { ...definition, edges };
}

export function removeEdge(definition: FlowDefinition, edgeId: string): FlowDefinition {
  return { ...definition, edges: edgesOf(definition).filter(({ id }) => id !== edgeId) };
}

/** Declare a new variable of type string. */
export function addVariable(definition: FlowDefinition): FlowDefinition {
  const name = freeName("variable", Object.keys(definition.variables ?? {}));
  return setVariable(definition, name, [], { type: "string", default: "" });
}

/** Set a field of a declared variable, or with an empty path the variable itself. `undefined` removes it. */
export function setVariable(definition: FlowDefinition, name: string, path: Path, value: unknown): FlowDefinition {
  return ifDrawable(definition, put(definition, ["variables", name, ...path], value));
}

/** Rename a variable and keep its place. Expressions that use it do not change. */
export function renameVariable(definition: FlowDefinition, from: string, to: string): FlowDefinition {
  const variables = definition.variables ?? {};
  if (to === "" || Object.hasOwn(variables, to)) return definition;
  const renamed = Object.entries(variables).map(([name, variable]) => [name === from ? to : name, variable] as const);
  return { ...definition, variables: Object.fromEntries(renamed) };
}

function conditionIds(node: FlowNode): string[] {
  const conditions = at(node, ["data", "conditions"]);
  if (!isList(conditions)) return [];
  return conditions.map((condition) => {
    const id = at(condition, ["id"]);
    return typeof id === "string" ? id : "";
  });
}

/**
 * The edges after a decision's conditions have changed.
 *
 * A new id at the same index is a renamed condition: its edge follows. An id that is gone is a removed condition: its
 * edge goes with it.
 */
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

/** Refuse a change that leaves a definition that cannot be drawn. */
function ifDrawable(before: FlowDefinition, changed: unknown): FlowDefinition {
  return isDrawable(changed) ? changed : before;
}
