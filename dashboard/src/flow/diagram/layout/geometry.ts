/** The sizes of a node and the points where edges meet it, in pixels. NodeView.module.css uses the same sizes. */
import type { FlowEdge, FlowNode } from "../../../api/types";
import { listsExits, shownExits, type Exit } from "../../definition/exits";
import type { Point } from "../../definition/position";

export type Box = Point & { width: number; height: number };

export const WIDTH = 184;
/** The height of kind, title and digest. */
export const BODY = 72;
/** The height of one exit's row. */
export const ROW = 20;
/** The space above and below the rows of exits. */
export const ROWS_PAD = 4;
/** The side of a handle: a square whose middle lies on the node's border. */
export const HANDLE = 10;

export function heightOf(exits: readonly Exit[]): number {
  return BODY + (listsExits(exits) ? exits.length * ROW + 2 * ROWS_PAD : 0);
}

export function boxOf(node: FlowNode, at: Point, leaving: readonly FlowEdge[]): Box {
  return { ...at, width: WIDTH, height: heightOf(shownExits(node, leaving)) };
}

/** The distance from the top of the node to the middle of an exit's handle. */
export function exitY(exits: readonly Exit[], exitId: string): number {
  if (!listsExits(exits)) return BODY / 2;
  const row = Math.max(
    0,
    exits.findIndex(({ id }) => id === exitId),
  );
  return BODY + ROWS_PAD + row * ROW + ROW / 2;
}

/** The distance from the top of a node to the point where edges arrive. */
export const ENTRY_Y = BODY / 2;

/** The point where an edge begins: the outer side of its exit's handle. */
export function edgeStart(at: Point, exits: readonly Exit[], exitId: string): Point {
  return { x: at.x + WIDTH + HANDLE / 2, y: at.y + exitY(exits, exitId) };
}

export function edgeEnd(at: Point): Point {
  return { x: at.x - HANDLE / 2, y: at.y + ENTRY_Y };
}

/** Whether two boxes overlap or come closer than `margin`. */
export function overlap(a: Box, b: Box, margin = 0): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  );
}

export const LABEL_HEIGHT = 18;

/** The approximate width of an edge's label: exact enough to keep it off the nodes. */
export function labelWidth(label: string): number {
  return Math.ceil(label.length * 6.2) + 12;
}
