/** What is different between two definitions, by node, edge, variable and field. */
import diff from "microdiff";
import type { FlowDefinition } from "../../api/types";
import type { NodeChange } from "../../flow/diagram/props";
import { titleOf } from "../../flow/definition/node-title";
import { isObject } from "../../api/json";
import { isList, same, type JsonObject } from "../../flow/definition/json";

/** `moved`: only its place in the picture is another. */
export type ChangeKind = NodeChange | "moved";

export interface FieldChange {
  path: readonly string[];
  before: unknown;
  after: unknown;
}

export interface Change {
  what: "flow" | "variable" | "node" | "edge";
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

/** Nodes and edges by id, for the picture. What only moved is not marked there. */
export function marks(changes: readonly Change[]): Map<string, NodeChange> {
  return new Map(
    changes.flatMap(({ what, id, kind }) =>
      (what === "node" || what === "edge") && kind !== "moved" ? [[id, kind] as const] : [],
    ),
  );
}

/** The newer definition, and what was taken away from the older. */
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
  return fields.length === 0 ? [] : [{ what: "flow", id: "", name: "The flow", kind: "changed", fields }];
}

function nodeChanges(from: FlowDefinition, to: FlowDefinition): Change[] {
  const names = new Map([...from.nodes, ...to.nodes].map((node) => [node.id, titleOf(node)]));
  return changesOf("node", byId(from.nodes), byId(to.nodes), (id) => names.get(id) ?? id);
}

function changesOf(
  what: Change["what"],
  from: ReadonlyMap<string, JsonObject>,
  to: ReadonlyMap<string, JsonObject>,
  nameOf: (id: string, item: JsonObject) => string,
): Change[] {
  const ids = [...new Set([...to.keys(), ...from.keys()])];
  return ids.flatMap((id): Change[] => {
    const before = from.get(id);
    const after = to.get(id);
    const name = nameOf(id, after ?? before ?? {});
    if (before === undefined) return [{ what, id, name, kind: "added", fields: fieldChanges({}, after ?? {}) }];
    if (after === undefined) return [{ what, id, name, kind: "removed", fields: fieldChanges(before, {}) }];
    const fields = fieldChanges(before, after);
    if (fields.length === 0) return [];
    const moved = what === "node" && fields.every(({ path }) => path[0] === "position");
    return [{ what, id, name, kind: moved ? "moved" : "changed", fields }];
  });
}

/** By path, in the order of the newer. The order of what a node assigns counts, and that of conditions. */
function fieldChanges(before: JsonObject, after: JsonObject): FieldChange[] {
  const found = diff(keyed(before), keyed(after)).map((one): FieldChange => {
    const path = one.path.map(String);
    if (one.type === "CREATE") return { path, before: undefined, after: plain(one.value) };
    if (one.type === "REMOVE") return { path, before: plain(one.oldValue), after: undefined };
    return { path, before: plain(one.oldValue), after: plain(one.value) };
  });
  return [...found, ...orderChanges(before, after, [])];
}

/** Lists whose entries have ids are compared by id: one that is put first does not change all the others. */
function keyed(value: unknown): JsonObject {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, keyedValue(inner)]))
    : {};
}

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

/** As it was written. */
function plain(value: unknown): unknown {
  if (isList(value)) return value.map(plain);
  if (value instanceof ById) return Object.values(value).map(plain);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
    : value;
}

/** Null where they have none, or one twice. An empty list may be one of either kind. */
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
  return same(were, are) ? [] : [{ path: [...path, "order"], before: before.join(", "), after: after.join(", ") }];
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
