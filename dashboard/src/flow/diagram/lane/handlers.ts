/** The handlers of a flow in the diagram: a lane to the left of all nodes, with a line from each handler to its target. */
import { Position, type Node } from "@xyflow/react";
import { texts } from "../../../texts";
import type { Handler } from "../../definition/handlers/handlers";
import type { Positions } from "../../definition/position";
import type { DiagramEdge } from "../drawn";
import { HANDLE } from "../layout/geometry";
import type { AllMarks, Marks } from "../marks";

export type HandlerNode = Node<Readonly<{ handler: Handler; state: Marks["state"] }>, "handler">;
/** The place at the end of the lane from which a line to a node makes a handler. */
export type NewHandlerNode = Node<Readonly<Record<string, never>>, "newHandler">;

/** The size of a handler, in pixels. HandlerView.module.css uses the same. */
const WIDTH = 200;
const HEIGHT = 44;
const GAP = 14;
/** The space between the lane and the nodes. */
const LANE_GAP = 110;

const PREFIX = "@handler:";
/** The id of the place for a new handler in the diagram. */
export const NEW_HANDLER = "@newHandler";

/** The id of a handler in the diagram. */
export function drawnId(handlerId: string): string {
  return `${PREFIX}${handlerId}`;
}

/** The id of the handler that is drawn under an id; null for a node of the flow. */
export function handlerIdOf(id: string): string | null {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;
}

/** Whether what is drawn under an id is a part of the lane, and no node of the flow. */
export function isOfLane(id: string): boolean {
  return id === NEW_HANDLER || handlerIdOf(id) !== null;
}

export interface LaneOf {
  handlers: readonly Handler[];
  positions: Positions;
  marks: AllMarks;
  /** The ids of the elements that say what the keyboard does; null if it does nothing. */
  hints: { handler: string | null; newHandler: string };
  editable: boolean;
}

export function drawnLane(lane: LaneOf): (HandlerNode | NewHandlerNode)[] {
  const { handlers, positions, marks, hints, editable } = lane;
  const words = texts.diagram.handler;
  const drawn = handlers.map((handler, row): HandlerNode => {
    const state = marks.handler(handler.id);
    return {
      ...placed(positions, row, hints.handler),
      id: drawnId(handler.id),
      type: "handler",
      connectable: editable,
      data: { handler, state },
      ariaLabel: words.description(handler.title, handler.target, handler.resume) + (takenText(state, " ") ?? ""),
    };
  });
  if (!editable) return drawn;
  return [
    ...drawn,
    {
      ...placed(positions, handlers.length, hints.newHandler),
      id: NEW_HANDLER,
      type: "newHandler",
      connectable: true,
      data: {},
      ariaLabel: words.add,
    },
  ];
}

/** Whether the call has taken a handler; null if it has not. */
export function takenText(state: Marks["state"], before = ""): string | null {
  const words = texts.diagram.handler.taken;
  return state === "now" ? before + words.now : state === "visited" ? before + words.visited : null;
}

/** The part of a drawn node that depends on its row in the lane. */
function placed(positions: Positions, row: number, hint: string | null) {
  const places = [...positions.values()];
  const left = Math.min(...places.map(({ x }) => x), places.length === 0 ? 0 : Infinity);
  const top = Math.min(...places.map(({ y }) => y), places.length === 0 ? 0 : Infinity);
  const size = { width: WIDTH, height: HEIGHT };
  const dock = { x: WIDTH - HANDLE / 2, y: HEIGHT / 2 - HANDLE / 2, width: HANDLE, height: HANDLE };
  return {
    position: { x: left - LANE_GAP - WIDTH, y: top + row * (HEIGHT + GAP) },
    ...size,
    measured: size,
    handles: [{ id: null, type: "source" as const, position: Position.Right, ...dock }],
    draggable: false,
    ariaRole: "group" as const,
    // In place of React Flow's hint, which is about the nodes of the flow.
    domAttributes: { "aria-describedby": hint ?? undefined },
  };
}

/** The lines of the handlers whose target is in the diagram. */
export function handlerEdges(handlers: readonly Handler[], known: ReadonlySet<string>, marks: AllMarks): DiagramEdge[] {
  return handlers
    .filter(({ target }) => known.has(target))
    .map(({ id, target }) => ({
      id: drawnId(id),
      type: "flow",
      source: drawnId(id),
      target,
      data: { label: "", route: null, marks: { ...NO_MARKS, state: marks.handler(id) }, failure: false, handler: true },
      reconnectable: false,
      interactionWidth: 0,
      domAttributes: { "aria-hidden": true },
      zIndex: marks.handler(id) === "now" ? 2 : 0,
    }));
}

const NO_MARKS = { problems: [], severity: null, change: null, note: null } as const;
