/** The handlers of a flow in the diagram: a lane to the left of all nodes, with a line from each handler to its target. */
import { Position, type Node } from "@xyflow/react";
import { texts } from "../../texts";
import type { Handler } from "../definition/handlers/handlers";
import type { Positions } from "../definition/position";
import type { DiagramEdge } from "./drawn";
import { HANDLE } from "./layout/geometry";

export type HandlerNode = Node<Readonly<{ handler: Handler }>, "handler">;

/** The size of a handler, in pixels. HandlerView.module.css uses the same. */
const WIDTH = 200;
const HEIGHT = 44;
const GAP = 14;
/** The space between the lane and the nodes. */
const LANE_GAP = 110;

const PREFIX = "@handler:";

/** The id of a handler in the diagram. */
export function drawnId(handlerId: string): string {
  return `${PREFIX}${handlerId}`;
}

/** The id of the handler that is drawn under an id; null for a node of the flow. */
export function handlerIdOf(id: string): string | null {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;
}

export function drawnHandlers(handlers: readonly Handler[], positions: Positions): HandlerNode[] {
  const places = [...positions.values()];
  const left = Math.min(...places.map(({ x }) => x), places.length === 0 ? 0 : Infinity);
  const top = Math.min(...places.map(({ y }) => y), places.length === 0 ? 0 : Infinity);
  const size = { width: WIDTH, height: HEIGHT };
  return handlers.map((handler, row) => ({
    id: drawnId(handler.id),
    type: "handler",
    position: { x: left - LANE_GAP - WIDTH, y: top + row * (HEIGHT + GAP) },
    ...size,
    measured: size,
    handles: [
      {
        id: null,
        type: "source",
        position: Position.Right,
        x: WIDTH - HANDLE / 2,
        y: HEIGHT / 2 - HANDLE / 2,
        width: HANDLE,
        height: HANDLE,
      },
    ],
    data: { handler },
    draggable: false,
    connectable: false,
    ariaLabel: texts.diagram.handler.description(handler.title, handler.target, handler.resume),
    ariaRole: "group",
  }));
}

/** The lines of the handlers whose target is in the diagram. */
export function handlerEdges(handlers: readonly Handler[], known: ReadonlySet<string>): DiagramEdge[] {
  return handlers
    .filter(({ target }) => known.has(target))
    .map(({ id, target }) => ({
      id: drawnId(id),
      type: "flow",
      source: drawnId(id),
      target,
      data: { label: "", route: null, marks: NO_MARKS, failure: false, handler: true },
      reconnectable: false,
      interactionWidth: 0,
      domAttributes: { "aria-hidden": true },
      zIndex: 0,
    }));
}

const NO_MARKS = { state: "none", problems: [], severity: null, change: null } as const;
