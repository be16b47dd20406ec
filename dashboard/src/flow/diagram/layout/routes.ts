/** The route of each edge around the nodes in its way, and a free place for its label. */
import { edgeLabel, exitOf } from "../../definition/exits";
import type { Point, Positions } from "../../definition/position";
import { boxOf, edgeEnd, edgeStart, LABEL_HEIGHT, labelWidth, overlap, type Box } from "./geometry";
import type { Graph } from "./graph";
import { shapeOf } from "./layout";
import { along, bezier, bezierPoints, polyline, type Line } from "./lines";
import { memoize } from "./memoize";

export interface Route {
  from: Point;
  to: Point;
  /** The SVG path. */
  d: string;
  /** The middle of the label; null if none fits. The exit's row at the node also shows the name. */
  label: Point | null;
}

/** The least distance between a lane and a node, in pixels. */
const CLEAR = 6;
/** The usual distance between a lane and the node that it passes, in pixels. */
const LANE = 14;
/** The number of lanes that are tried for one edge. It bounds the time in a crowded flow. */
const MAX_LANES = 60;
/** The cost of each node that a lane crosses. A pixel of detour costs 1. */
const CROSSING_COST = 2000;
/** The cost of a lane that overlaps another edge's lane. */
const SHARING_COST = 30;

/** The horizontal part of a route that is already taken. */
interface Lane {
  y: number;
  left: number;
  right: number;
  target: string;
}

export type Routes = ReadonlyMap<string, Route>;

export const routesOf = memoize(
  (graph: Graph, positions: Positions) => `${shapeOf(graph)}${JSON.stringify([...positions])}`,
  computeRoutes,
);

function computeRoutes(graph: Graph, positions: Positions): Routes {
  const boxes = graph.nodes.flatMap((node) => {
    const at = positions.get(node.id);
    return at === undefined ? [] : [{ id: node.id, ...boxOf(node, at, graph.leaving.get(node.id) ?? []) }];
  });
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const lanes: Lane[] = [];
  const lines = graph.edges.flatMap((edge) => {
    const [source, target] = [positions.get(edge.source), positions.get(edge.target)];
    const node = byId.get(edge.source);
    if (source === undefined || target === undefined || node === undefined) return [];
    const exits = graph.exits.get(edge.source) ?? [];
    const from = edgeStart(source, exits, exitOf(edge));
    const to = edgeEnd(target);
    const row = exits.findIndex(({ id }) => id === exitOf(edge));
    const line = lineOf(from, to, row, edge.target, boxes, lanes);
    return [{ edge, from, to, line, text: edgeLabel(node, edge) }];
  });
  const labels: Box[] = [];
  return new Map(
    lines.map(({ edge, from, to, line, text }) => [
      edge.id,
      { from, to, d: line.d, label: text ? labelPoint(text, line.points, boxes, labels) : null },
    ]),
  );
}

/** A curve if no node is in its way, else the cheapest lane above or below the nodes. */
function lineOf(from: Point, to: Point, row: number, target: string, boxes: readonly Box[], lanes: Lane[]): Line {
  const curve = bezier(from, to);
  const ahead = to.x - from.x > 16;
  if (ahead && !bezierPoints(curve).some((point) => within(point, boxes, 2)))
    return { ...curve, points: bezierPoints(curve) };
  const out = from.x + 10 + 6 * (Math.max(0, row) % 4);
  const into = to.x - 16;
  const [left, right] = [Math.min(out, into), Math.max(out, into)];
  const near = boxes.filter((box) => box.x < right + LANE && box.x + box.width > left - LANE);
  const middle = (from.y + to.y) / 2;
  const tries = [
    middle,
    ...near.flatMap((box) => [
      box.y - LANE,
      box.y - 2 * LANE + 5,
      box.y + box.height + LANE,
      box.y + box.height + 2 * LANE - 5,
    ]),
  ]
    .map((y) => ({ y, cost: Math.abs(from.y - y) + Math.abs(to.y - y) }))
    .sort((a, b) => a.cost - b.cost || a.y - b.y)
    .slice(0, MAX_LANES);
  let best: { y: number; cost: number } | undefined;
  for (const { y, cost } of tries) {
    if (best !== undefined && cost >= best.cost) break;
    const hits = [
      segment({ x: left, y }, { x: right, y }),
      segment({ x: out, y: from.y }, { x: out, y }),
      segment({ x: into, y }, { x: into, y: to.y }),
    ].reduce((sum, bar) => sum + near.filter((box) => overlap(bar, box, CLEAR)).length, 0);
    const shared = lanes.some(
      (lane) => lane.target !== target && Math.abs(lane.y - y) < 6 && lane.left < right && lane.right > left,
    );
    const whole = cost + hits * CROSSING_COST + (shared ? SHARING_COST : 0);
    if (best === undefined || whole < best.cost) best = { y, cost: whole };
  }
  const y = best?.y ?? middle;
  if (best !== undefined && best.cost > CROSSING_COST && ahead) return { ...curve, points: bezierPoints(curve) };
  lanes.push({ y, left, right, target });
  return polyline([from, { x: out, y: from.y }, { x: out, y }, { x: into, y }, { x: into, y: to.y }, to]);
}

/** A point along the line where the label covers no node and no other label. A lane is labelled near its start, a curve in its middle. */
function labelPoint(text: string, points: readonly Point[], boxes: readonly Box[], labels: Box[]): Point | null {
  const size = { width: labelWidth(text), height: LABEL_HEIGHT };
  for (const share of points.length > MAX_CORNERS ? MIDDLE_FIRST : START_FIRST) {
    const middle = along(points, share);
    const box = { x: middle.x - size.width / 2, y: middle.y - size.height / 2, ...size };
    if (boxes.some((other) => overlap(box, other, 1)) || labels.some((other) => overlap(box, other, 2))) continue;
    labels.push(box);
    return { x: Math.round(middle.x), y: Math.round(middle.y) };
  }
  return null;
}

/** A line with more points than this is a curve. */
const MAX_CORNERS = 6;
const MIDDLE_FIRST = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9];
const START_FIRST = Array.from({ length: 40 }, (_, at) => 0.04 + at * 0.022);

function segment(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function within(point: Point, boxes: readonly Box[], margin: number): boolean {
  return boxes.some((box) => overlap({ ...point, width: 0, height: 0 }, box, margin));
}
