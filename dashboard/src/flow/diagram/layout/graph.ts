/** The nodes and edges of a flow that can be drawn, in reading order. A malformed part is left out. */
import type { FlowDefinition, FlowEdge, FlowNode } from "../../../api/types";
import { edgesOf, exitOf, shownExits, type Exit } from "../../definition/exits";
import { field, list } from "../../definition/read";

export interface Graph {
  /** In reading order. Of nodes that share an id, only the first. */
  nodes: readonly FlowNode[];
  /** The edges whose two ends exist. Of edges that share an id, only the first. */
  edges: readonly FlowEdge[];
  leaving: ReadonlyMap<string, readonly FlowEdge[]>;
  exits: ReadonlyMap<string, readonly Exit[]>;
}

export function graphOf(definition: FlowDefinition): Graph {
  const byId = firstOfEach(list(definition.nodes).filter(isDrawable) as readonly FlowNode[]);
  const edges = [...firstOfEach(edgesOf(definition)).values()].filter(
    ({ source, target }) => byId.has(source) && byId.has(target),
  );
  const leaving = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    const before = leaving.get(edge.source);
    if (before === undefined) leaving.set(edge.source, [edge]);
    else before.push(edge);
  }
  const exits = new Map([...byId].map(([id, node]) => [id, shownExits(node, leaving.get(id) ?? [])]));
  return { nodes: inReadingOrder(byId, leaving, exits), edges, leaving, exits };
}

/** Breadth first from the start, by the order of each node's exits. Unreachable nodes come last, in stored order. */
function inReadingOrder(
  byId: ReadonlyMap<string, FlowNode>,
  leaving: ReadonlyMap<string, readonly FlowEdge[]>,
  exits: ReadonlyMap<string, readonly Exit[]>,
): FlowNode[] {
  const nodes = [...byId.values()];
  const order = new Set(nodes.filter(({ type }) => type === "start"));
  for (const root of [...order, ...nodes]) {
    order.add(root);
    for (const node of order) {
      for (const exit of exits.get(node.id) ?? []) {
        for (const edge of leaving.get(node.id) ?? []) {
          const target = byId.get(edge.target);
          if (target !== undefined && exitOf(edge) === exit.id) order.add(target);
        }
      }
    }
  }
  return [...order];
}

function firstOfEach<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  const byId = new Map<string, T>();
  for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item);
  return byId;
}

function isDrawable(node: unknown): boolean {
  return typeof field(node, "id") === "string" && typeof field(node, "type") === "string";
}
