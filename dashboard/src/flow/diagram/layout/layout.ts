/** The position of each node: the stored one, or one from an automatic layout from left to right. */
import { graphlib, layout } from "@dagrejs/dagre";
import type { FlowNode } from "../../../api/types";
import { edgeLabel, exitOf } from "../../definition/exits";
import { boxOf, heightOf, labelWidth, overlap, WIDTH, type Box } from "./geometry";
import type { Graph } from "./graph";
import type { Point, Positions } from "../../definition/position";
import { field } from "../../definition/read";
import { memoize } from "./memoize";

/** The space between two nodes of a column, in pixels. */
const ROW_GAP = 36;
/** The space between two columns, in pixels. */
const COLUMN_GAP = 70;

/** Positions for all nodes. No node overlaps another, and equal flows get equal positions. */
export const autoLayout = memoize(shapeOf, computeLayout);

function computeLayout(graph: Graph): Positions {
  const drawn = new graphlib.Graph({ multigraph: true });
  drawn.setGraph({ rankdir: "LR", nodesep: ROW_GAP, ranksep: COLUMN_GAP, edgesep: 16 });
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const node of graph.nodes) {
    drawn.setNode(node.id, { width: WIDTH, height: heightOf(graph.exits.get(node.id) ?? []) });
  }
  for (const edge of graph.edges) {
    const source = byId.get(edge.source);
    if (source === undefined || edge.source === edge.target) continue;
    const label = edgeLabel(source, edge);
    const weight = exitOf(edge) === "default" || source.type === "decision" ? 3 : 1;
    drawn.setEdge(edge.source, edge.target, { width: label ? labelWidth(label) : 0, height: 0, weight }, edge.id);
  }
  layout(drawn);
  return new Map(
    graph.nodes.map(({ id }) => {
      const box: unknown = drawn.node(id);
      const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(field(box, name)));
      return [id, { x: begin(x, width), y: begin(y, height) }];
    }),
  );
}

/** The start of a side, from its middle and its length. */
function begin(at = 0, length = 0): number {
  return Math.round(at - length / 2);
}

/** A key of everything that a layout depends on. */
export function shapeOf(graph: Graph): string {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return JSON.stringify([
    graph.nodes.map(({ id, type }) => [id, type, graph.exits.get(id)?.length]),
    graph.edges.map((edge) => {
      const source = byId.get(edge.source);
      return [
        edge.id,
        edge.source,
        edge.target,
        edge.sourceHandle,
        source === undefined ? "" : edgeLabel(source, edge),
      ];
    }),
  ]);
}

/** The stored positions. A node without a position is placed near a neighbour that has a position. */
export function positionsOf(graph: Graph): Positions {
  const stored = storedPositions(graph.nodes);
  if (stored.size === graph.nodes.length) return stored;
  const fresh = autoLayout(graph);
  if (stored.size === 0) return fresh;
  const all = new Map(stored);
  const taken: Box[] = graph.nodes.flatMap((node) => {
    const at = stored.get(node.id);
    return at === undefined ? [] : [boxOf(node, at, graph.leaving.get(node.id) ?? [])];
  });
  for (const node of graph.nodes) {
    if (stored.has(node.id)) continue;
    const box = boxOf(node, nearNeighbour(node.id, graph, all, fresh), graph.leaving.get(node.id) ?? []);
    while (taken.some((other) => overlap(box, other, 20))) box.y += 40;
    taken.push(box);
    all.set(node.id, { x: box.x, y: box.y });
  }
  return all;
}

/** The offset from a neighbour in the fresh layout, applied to the neighbour's stored position. */
function nearNeighbour(id: string, graph: Graph, all: Positions, fresh: Positions): Point {
  const own = fresh.get(id) ?? { x: 0, y: 0 };
  const neighbour = graph.edges
    .flatMap(({ source, target }) => (target === id ? [source] : source === id ? [target] : []))
    .find((other) => all.has(other) && other !== id);
  const there = neighbour === undefined ? undefined : all.get(neighbour);
  const neighbourLaidOut = neighbour === undefined ? undefined : fresh.get(neighbour);
  if (there === undefined || neighbourLaidOut === undefined) return own;
  return { x: there.x + own.x - neighbourLaidOut.x, y: there.y + own.y - neighbourLaidOut.y };
}

/** Several nodes at 0,0 count as nodes without a position. A single node at 0,0 keeps it. */
function storedPositions(nodes: readonly FlowNode[]): Map<string, Point> {
  const stored = new Map<string, Point>();
  for (const node of nodes) {
    const x = field(field(node, "position"), "x");
    const y = field(field(node, "position"), "y");
    if (typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y)) {
      stored.set(node.id, { x, y });
    }
  }
  const atOrigin = [...stored].filter(([, { x, y }]) => x === 0 && y === 0).map(([id]) => id);
  if (atOrigin.length > 1) for (const id of atOrigin) stored.delete(id);
  return stored;
}
