/** The places of a flow's nodes. */

/** A point in the flow's own coordinates: pixels at zoom 1. */
export interface Point {
  x: number;
  y: number;
}

/** The upper left corner of each node, by the node's id. */
export type Positions = ReadonlyMap<string, Point>;
