/** What an editor does to a flow: each gives a new definition, and keeps whatever else an editor or author put there. */
import type { FlowDefinition, FlowEdge, FlowNode, NodeType } from "../../api/types";
import { DEFAULT, edgesOf, exitOf } from "./exits";
import type { Point, Positions } from "./position";
import { freeId, newNode } from "./new-node";
import { field } from "./read";

export interface Join {
  source: string;
  target: string;
  sourceHandle?: string | null;
}

/** Puts the nodes that are named where they are told to be, in whole numbers. */
export function withPositions(definition: FlowDefinition, positions: Positions): FlowDefinition {
  const nodes = definition.nodes.map((node): FlowNode => {
    const at = positions.get(node.id);
    if (at === undefined) return node;
    const [x, y] = [Math.round(at.x), Math.round(at.y)];
    if (field(node.position, "x") === x && field(node.position, "y") === y) return node;
    return { ...node, position: { ...node.position, x, y } };
  });
  return nodes.some((node, at) => node !== definition.nodes[at]) ? { ...definition, nodes } : definition;
}

/** One edge for an exit: a new one takes the place of the old, and keeps its id. */
export function joined(definition: FlowDefinition, join: Join): FlowDefinition {
  const edges = edgesOf(definition);
  const exit = join.sourceHandle ?? DEFAULT;
  const old = edges.find((edge) => edge.source === join.source && exitOf(edge) === exit);
  if (old !== undefined)
    return { ...definition, edges: edges.map((edge) => (edge === old ? to(edge, join.target) : edge)) };
  const edge: FlowEdge = { id: freeId("e", edges), source: join.source, target: join.target };
  return { ...definition, edges: [...edges, exit === DEFAULT ? edge : { ...edge, sourceHandle: exit }] };
}

/** An edge is led elsewhere, at either end. An edge that held that exit before goes. */
export function rejoined(definition: FlowDefinition, edgeId: string, join: Join): FlowDefinition {
  const exit = join.sourceHandle ?? DEFAULT;
  const edges = edgesOf(definition).flatMap((edge): FlowEdge[] => {
    if (edge.id === edgeId) {
      const moved = to({ ...edge, source: join.source }, join.target);
      return exitOf(edge) === exit ? [moved] : [{ ...moved, sourceHandle: exit }];
    }
    return edge.source === join.source && exitOf(edge) === exit ? [] : [edge];
  });
  return { ...definition, edges };
}

export function withoutEdge(definition: FlowDefinition, edgeId: string): FlowDefinition {
  return { ...definition, edges: edgesOf(definition).filter(({ id }) => id !== edgeId) };
}

/** A node and its edges go, unless it is the only start: then null. */
export function withoutNode(definition: FlowDefinition, nodeId: string): FlowDefinition | null {
  const gone = definition.nodes.find(({ id }) => id === nodeId);
  if (gone === undefined || (gone.type === "start" && starts(definition) < 2)) return null;
  const nodes = definition.nodes.filter(({ id }) => id !== nodeId);
  if (definition.edges === undefined) return { ...definition, nodes };
  const edges = definition.edges.filter(({ source, target }) => source !== nodeId && target !== nodeId);
  return { ...definition, nodes, edges };
}

export function withNode(
  definition: FlowDefinition,
  type: NodeType,
  at: Point,
): { definition: FlowDefinition; id: string } {
  const node = newNode(definition, type, at);
  return { definition: { ...definition, nodes: [...definition.nodes, node] }, id: node.id };
}

export function starts(definition: FlowDefinition): number {
  return definition.nodes.filter(({ type }) => type === "start").length;
}

function to(edge: FlowEdge, target: string): FlowEdge {
  return { ...edge, target };
}
