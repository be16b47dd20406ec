/** Curves and lines with round corners: SVG paths, and points along them. */
import type { Point } from "../../definition/position";

export interface Line {
  d: string;
  points: readonly Point[];
}
export interface Curve {
  d: string;
  controls: readonly [Point, Point, Point, Point];
}

const CORNER = 10;
const SAMPLES = 24;

/** A curve from a node's right side to a node's left side. */
export function bezier(from: Point, to: Point): Curve {
  const ahead = to.x - from.x;
  const bend = ahead >= 0 ? Math.max(ahead / 2, 12) : Math.min(30 + Math.sqrt(-ahead) * 6, 220);
  const [a, b] = [
    { x: from.x + bend, y: from.y },
    { x: to.x - bend, y: to.y },
  ];
  return { d: `M${from.x},${from.y}C${a.x},${a.y} ${b.x},${b.y} ${to.x},${to.y}`, controls: [from, a, b, to] };
}

export function bezierPoints({ controls: [p, a, b, q] }: Curve): Point[] {
  return Array.from({ length: SAMPLES + 1 }, (_, at) => {
    const t = at / SAMPLES;
    const [k, l, m, n] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return { x: k * p.x + l * a.x + m * b.x + n * q.x, y: k * p.y + l * a.y + m * b.y + n * q.y };
  });
}

/** A line through all points, with round corners. */
export function polyline(points: readonly Point[]): Line {
  const distinct = points.filter((point, at) => {
    const before = points[at - 1];
    return before?.x !== point.x || before.y !== point.y;
  });
  const d = distinct.map((point, at) => {
    const [before, after] = [distinct[at - 1], distinct[at + 1]];
    if (before === undefined) return `M${point.x},${point.y}`;
    if (after === undefined) return `L${point.x},${point.y}`;
    const corner = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2);
    const [into, out] = [towards(point, before, corner), towards(point, after, corner)];
    return `L${into.x},${into.y}Q${point.x},${point.y} ${out.x},${out.y}`;
  });
  return { d: d.join(""), points: distinct };
}

/** The point at a share of the length, from 0 to 1. */
export function along(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map((point, at) => distance(points[at] ?? point, point));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [at, length] of lengths.entries()) {
    const [a, b] = [points[at], points[at + 1]];
    if (a === undefined || b === undefined) break;
    if (left <= length) return towards(a, b, left);
    left -= length;
  }
  return points.at(-1) ?? { x: 0, y: 0 };
}

function towards(from: Point, to: Point, far: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : far / whole;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
