/** The differences between two definitions, by node, edge, variable and field. */
import diff from "microdiff";
import type { FlowDefinition } from "../../api/types";
import type { NodeChange } from "../../flow/diagram/props";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { isObject } from "../../api/json";
import { isList, same, type JsonObject } from "../../flow/definition/json";

/** `moved`: only the position in the diagram differs. */
export type ChangeKind = NodeChange | "moved";

export interface FieldChange {
  path: readonly string[];
  before: unknown;
  after: unknown;
}

export interface Change {
  subject: "flow" | "variable" | "node" | "edge";
  id: string;
  name: string;
  kind: ChangeKind;
  fields: readonly FieldChange[];
}

export function compare(from: FlowDefinition, to: FlowDefinition): Change[] {
  return [
    ...flowChanges(from, to),
    ...changesOf("variable", byName(from.variables), byName(to.variables), (id) => id),
    ...nodeChanges(from, to),
    ...changesOf("edge", byId(from.edges ?? []), byId(to.edges ?? []), edgeName),
  ];
}

/** The marks of the diagram, by the id of a node or an edge. A node that only moved has none. */
export function marks(changes: readonly Change[]): Map<string, NodeChange> {
  return new Map(
    changes.flatMap(({ subject, id, kind }) =>
      (subject === "node" || subject === "edge") && kind !== "moved" ? [[id, kind] as const] : [],
    ),
  );
}

/** The newer definition together with the removed nodes and edges. */
export function union(from: FlowDefinition, to: FlowDefinition): FlowDefinition {
  const nodes = new Set(to.nodes.map(({ id }) => id));
  const edges = new Set((to.edges ?? []).map(({ id }) => id));
  return {
    ...to,
    nodes: [...to.nodes, ...from.nodes.filter(({ id }) => !nodes.has(id))],
    edges: [...(to.edges ?? []), ...(from.edges ?? []).filter(({ id }) => !edges.has(id))],
  };
}

export function count(changes: readonly Change[]): Record<ChangeKind, number> {
  const counts: Record<ChangeKind, number> = { added: 0, removed: 0, changed: 0, moved: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

function flowChanges(from: FlowDefinition, to: FlowDefinition): Change[] {
  const parts = new Set(["nodes", "edges", "variables"]);
  const rest = (flow: FlowDefinition) => Object.fromEntries(Object.entries(flow).filter(([name]) => !parts.has(name)));
  const fields = fieldChanges(rest(from), rest(to));
  return fields.length === 0 ? [] : [{ subject: "flow", id: "", name: texts.compare.theFlow, kind: "changed", fields }];
}

function nodeChanges(from: FlowDefinition, to: FlowDefinition): Change[] {
  const names = new Map([...from.nodes, ...to.nodes].map((node) => [node.id, titleOf(node)]));
  return changesOf("node", byId(from.nodes), byId(to.nodes), (id) => names.get(id) ?? id);
}

function changesOf(
  subject: Change["subject"],
  from: ReadonlyMap<string, JsonObject>,
  to: ReadonlyMap<string, JsonObject>,
  nameOf: (id: string, item: JsonObject) => string,
): Change[] {
  const ids = [...new Set([...to.keys(), ...from.keys()])];
  return ids.flatMap((id): Change[] => {
    const before = from.get(id);
    const after = to.get(id);
    const name = nameOf(id, after ?? before ?? {});
    if (before === undefined) return [{ subject, id, name, kind: "added", fields: fieldChanges({}, after ?? {}) }];
    if (after === undefined) return [{ subject, id, name, kind: "removed", fields: fieldChanges(before, {}) }];
    const fields = fieldChanges(before, after);
    if (fields.length === 0) return [];
    const moved = subject === "node" && fields.every(({ path }) => path[0] === "position");
    return [{ subject, id, name, kind: moved ? "moved" : "changed", fields }];
  });
}

/** By path, in the order of the newer definition. The order of assignments and conditions also counts. */
function fieldChanges(before: JsonObject, after: JsonObject): FieldChange[] {
  const found = diff(keyed(before), keyed(after)).map((one): FieldChange => {
    const path = one.path.map(String);
    if (one.type === "CREATE") return { path, before: undefined, after: unkeyed(one.value) };
    if (one.type === "REMOVE") return { path, before: unkeyed(one.oldValue), after: undefined };
    return { path, before: unkeyed(one.oldValue), after: unkeyed(one.value) };
  });
  return [...found, ...orderChanges(before, after, [])];
}

/** Entries with ids are compared by id, so that a new first entry does not change all others. */
function keyed(value: unknown): JsonObject {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, keyedValue(inner)]))
    : {};
}

/** A list whose entries are keyed by id. */
class ById {
  [id: string]: unknown;
}

function keyedValue(value: unknown): unknown {
  if (isObject(value)) return keyed(value);
  if (!isList(value)) return value;
  const ids = idsOf(value);
  if (ids === null) return value.map(keyedValue);
  return Object.assign(
    new ById(),
    Object.fromEntries(value.map((item, index) => [ids[index] ?? "", keyedValue(item)])),
  );
}

/** Turn keyed lists back into lists. */
function unkeyed(value: unknown): unknown {
  if (isList(value)) return value.map(unkeyed);
  if (value instanceof ById) return Object.values(value).map(unkeyed);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unkeyed(inner)]))
    : value;
}

/** The ids of a list's entries; null if an entry has none or shares one. An empty list has none. */
function idsOf(value: readonly unknown[]): string[] | null {
  const ids = value.map((item) => (isObject(item) && typeof item.id === "string" ? item.id : null));
  const known = ids.filter((id) => id !== null);
  return known.length === value.length && new Set(known).size === known.length && known.length > 0 ? known : null;
}

function orderChanges(before: unknown, after: unknown, path: readonly string[]): FieldChange[] {
  if (isList(before) && isList(after)) {
    const [ids, now] = [idsOf(before), idsOf(after)];
    return ids !== null && now !== null ? orderChange(ids, now, path) : [];
  }
  if (!isObject(before) || !isObject(after)) return [];
  const own = path.at(-1) === "assign" ? orderChange(Object.keys(before), Object.keys(after), path) : [];
  const inner = Object.keys(after).flatMap((name) => orderChanges(before[name], after[name], [...path, name]));
  return [...own, ...inner];
}

function orderChange(before: readonly string[], after: readonly string[], path: readonly string[]): FieldChange[] {
  const were = before.filter((name) => after.includes(name));
  const are = after.filter((name) => before.includes(name));
  return same(were, are)
    ? []
    : [{ path: [...path, texts.compare.order], before: before.join(", "), after: after.join(", ") }];
}

function byId(items: readonly { id: string }[]): Map<string, JsonObject> {
  return new Map(
    items.map((item) => [item.id, Object.fromEntries(Object.entries(item).filter(([name]) => name !== "id"))]),
  );
}

function byName(variables: FlowDefinition["variables"]): Map<string, JsonObject> {
  return new Map(
    Object.entries(variables ?? {}).map(([name, variable]) => [name, Object.fromEntries(Object.entries(variable))]),
  );
}

function edgeName(_id: string, edge: JsonObject): string {
  const exit =
    typeof edge.sourceHandle === "string" && edge.sourceHandle !== "default" ? ` (${edge.sourceHandle})` : "";
  return `${textOf(edge.source)} → ${textOf(edge.target)}${exit}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "?";
}
