/** The nodes and edges for React Flow. An unchanged element keeps its identity, so React does not draw it again. */
import { Position, type Edge, type Node, type NodeHandle } from "@xyflow/react";
import type { FlowEdge, FlowNode } from "../../api/types";
import { edgeLabel, exitOf, isFailure, type Exit } from "../definition/exits";
import { ENTRY_Y, exitY, HANDLE, heightOf, WIDTH } from "./layout/geometry";
import type { Graph } from "./layout/graph";
import type { Point, Positions } from "../definition/position";
import type { AllMarks, Marks } from "./marks";
import type { Route, Routes } from "./layout/routes";
import { descriptionOf } from "./description";
import { titleOf } from "../definition/node-title";
import { texts } from "../../texts";

export type NodeData = Readonly<{
  node: FlowNode;
  exits: readonly Exit[];
  /** The ids of the exits that have an edge. */
  joined: ReadonlySet<string>;
  marks: Marks;
  failures: Failures;
}>;

/** The node's part in the flow's `onFailure`. */
export type Failures = Readonly<{
  /** Whether the node is the one after failure exits without an edge. */
  here: boolean;
  /** The title of the node to which this node's own failure exits without an edge lead; null if there is none. */
  leadTo: string | null;
}>;
export type DiagramNode = Node<NodeData, "flow">;
export type EdgeData = Readonly<{
  label: string;
  route: Route | null;
  marks: Marks;
  failure: boolean;
  /** Whether the line is that of a handler. */
  handler?: boolean;
}>;
export type DiagramEdge = Edge<EdgeData, "flow">;

/** The drawn element of each node or edge, with the key that it was drawn for. */
export type Cache<From extends object, To> = WeakMap<From, { key: string; drawn: To }>;

export interface NodesOf {
  graph: Graph;
  positions: Positions;
  marks: AllMarks;
  selected: string | null;
  /** The id of the node after failure exits without an edge; null if the flow names none. */
  onFailure: string | null;
}

export function drawnNodes(
  { graph, positions, marks, selected, onFailure }: NodesOf,
  cache: Cache<FlowNode, DiagramNode>,
): DiagramNode[] {
  const rescue = graph.nodes.find(({ id }) => id === onFailure);
  const leadTo = rescue === undefined ? null : titleOf(rescue);
  return graph.nodes.map((node) => {
    const at = positions.get(node.id) ?? { x: 0, y: 0 };
    const exits = graph.exits.get(node.id) ?? [];
    const joined = new Set((graph.leaving.get(node.id) ?? []).map(exitOf));
    const of = marks.node(node.id);
    const isSelected = node.id === selected;
    const failures = { here: node.id === onFailure, leadTo };
    const key = JSON.stringify([at, exits, [...joined], of, isSelected, failures]);
    return cached(cache, node, key, () =>
      drawnNode(node, at, { node, exits, joined, marks: of, failures }, isSelected),
    );
  });
}

function drawnNode(node: FlowNode, at: Point, data: NodeData, selected: boolean): DiagramNode {
  const size = { width: WIDTH, height: heightOf(data.exits) };
  return {
    id: node.id,
    type: "flow",
    position: at,
    ...size,
    measured: size,
    handles: handlesOf(data.exits),
    data,
    selected,
    ariaLabel: [
      descriptionOf(node, data.marks),
      ...(data.failures.here ? [texts.diagram.failuresHere] : []),
      ...(selected ? [`${texts.diagram.selected}.`] : []),
    ].join(" "),
    ariaRole: "group",
    domAttributes: data.marks.state === "current" ? { "aria-current": "step" } : {},
  };
}

/** Where edges meet the node. With it, React Flow draws edges immediately, without measuring the handles. */
function handlesOf(exits: readonly Exit[]): NodeHandle[] {
  const size = { width: HANDLE, height: HANDLE };
  return [
    { ...size, id: null, type: "target", position: Position.Left, x: -HANDLE / 2, y: ENTRY_Y - HANDLE / 2 },
    ...exits.map(({ id }): NodeHandle => {
      const y = exitY(exits, id) - HANDLE / 2;
      return { ...size, id, type: "source", position: Position.Right, x: WIDTH - HANDLE / 2, y };
    }),
  ];
}

export interface EdgesOf {
  graph: Graph;
  routes: Routes;
  marks: AllMarks;
  selected: string | null;
  editable: boolean;
}

export function drawnEdges(
  { graph, routes, marks, selected, editable }: EdgesOf,
  cache: Cache<FlowEdge, DiagramEdge>,
): DiagramEdge[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges.map((edge) => {
    const source = byId.get(edge.source);
    const route = routes.get(edge.id) ?? null;
    const of = marks.edge(edge.id);
    const label = source === undefined ? "" : edgeLabel(source, edge);
    const failure = source !== undefined && isFailure(source, exitOf(edge));
    const key = JSON.stringify([route, of, label, edge.id === selected, editable, failure]);
    return cached(cache, edge, key, () => ({
      id: edge.id,
      type: "flow",
      source: edge.source,
      target: edge.target,
      sourceHandle: exitOf(edge),
      data: { label, route, marks: of, failure },
      selected: edge.id === selected,
      reconnectable: editable,
      interactionWidth: editable ? 16 : 0,
      domAttributes: { "aria-hidden": true },
      zIndex: of.state === "now" ? 2 : of.state === "visited" || edge.id === selected ? 1 : 0,
    }));
  });
}

function cached<From extends object, To>(cache: Cache<From, To>, from: From, key: string, draw: () => To): To {
  const before = cache.get(from);
  if (before?.key === key) return before.drawn;
  const drawn = draw();
  cache.set(from, { key, drawn });
  return drawn;
}
