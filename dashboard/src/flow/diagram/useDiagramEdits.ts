/** Turns the user's actions in the diagram into edits. While a node is dragged, only the diagram knows its position. */
import type { Connection, NodeChange } from "@xyflow/react";
import { useState } from "react";
import type { FlowDefinition, NodeType } from "../../api/types";
import { texts } from "../../texts";
import {
  addNode,
  canRemoveNode,
  connect,
  reconnect,
  removeEdge,
  removeNode,
  setPositions,
  type DefinitionEdit,
} from "../definition/edits";
import { addHandler, newHandlerId, setHandlerTarget } from "../definition/handlers/edits";
import { newNodeId } from "../definition/new-node";
import type { Point, Positions } from "../definition/position";
import type { DiagramEdge, DiagramNode } from "./drawn";
import { handlerIdOf, isOfLane, NEW_HANDLER, type HandlerNode, type NewHandlerNode } from "./lane/handlers";
import { BODY, boxOf, overlap, WIDTH } from "./layout/geometry";
import { graphOf, type Graph } from "./layout/graph";
import { autoLayout, positionsOf } from "./layout/layout";

interface Input {
  definition: FlowDefinition;
  graph: Graph;
  positions: Positions;
  selected: string | null;
  onSelect?: ((nodeId: string | null) => void) | undefined;
  onSelectHandler?: ((handlerId: string) => void) | undefined;
  onEdit?: ((edit: DefinitionEdit) => void) | undefined;
}

export function useDiagramEdits(input: Input) {
  const { definition, graph, positions, selected, onSelect, onSelectHandler, onEdit } = input;
  const [dragged, setDragged] = useState<Positions | null>(null);
  const [edge, setEdge] = useState<string | null>(null);
  const [announcement, announce] = useState("");

  /** The first edit also stores the positions that the layout chose: otherwise the nodes would jump. */
  const apply = (edit: DefinitionEdit) => onEdit?.((newest) => edit(withLayout(newest)));

  const move = (changes: readonly NodeChange<DiagramNode | HandlerNode | NewHandlerNode>[]) => {
    if (onEdit === undefined) return;
    const moves = changes.flatMap((one) => (one.type === "position" && one.position !== undefined ? [one] : []));
    if (moves.length === 0) return;
    const now = new Map(dragged ?? []);
    for (const { id, position } of moves) if (position !== undefined) now.set(id, position);
    if (moves.some(({ dragging }) => dragging === true)) {
      setDragged(now);
      return;
    }
    setDragged(null);
    apply((newest) => setPositions(newest, now));
  };

  const remove = () => {
    if (edge !== null) {
      apply((newest) => removeEdge(newest, edge));
      setEdge(null);
      announce(texts.diagram.edgeDeleted);
    } else if (selected !== null) {
      if (!canRemoveNode(definition, selected)) {
        announce(texts.diagram.onlyStart);
        return;
      }
      apply((newest) => removeNode(newest, selected));
      onSelect?.(null);
      announce(texts.diagram.nodeDeleted);
    }
  };

  /** Add a handler that leads to a node, or with an empty id to none yet. */
  const addHandlerTo = (target: string) => {
    const id = newHandlerId(definition);
    apply((newest) => addHandler(newest, id, target));
    onSelectHandler?.(id);
    announce(texts.diagram.handler.added);
  };

  return {
    places: dragged === null ? positions : new Map([...positions, ...dragged]),
    edge,
    setEdge,
    announcement,
    move,
    remove,
    addHandlerTo,
    connect: (connection: Connection) => {
      const { source, target } = connection;
      const handler = handlerIdOf(source);
      if (source === NEW_HANDLER) addHandlerTo(target);
      else if (handler === null) apply((newest) => connect(newest, connection));
      else apply((newest) => setHandlerTarget(newest, handler, target));
    },
    reconnect: (old: DiagramEdge, connection: Connection) => {
      // An edge leaves a node, never a handler.
      if (!isOfLane(connection.source)) apply((newest) => reconnect(newest, old.id, connection));
    },
    tidy: () => apply((newest) => setPositions(newest, autoLayout(graphOf(newest)))),
    add: (type: NodeType, middle: Point) => {
      const at = freePosition({ x: middle.x - WIDTH / 2, y: middle.y - BODY / 2 }, graph, positions);
      const id = newNodeId(definition, type);
      apply((newest) => addNode(newest, type, at, id));
      onSelect?.(id);
    },
  };
}

function withLayout(definition: FlowDefinition): FlowDefinition {
  return setPositions(definition, positionsOf(graphOf(definition)));
}

/** This position, or the nearest one below it at which a new node overlaps no other. */
function freePosition(at: Point, graph: Graph, positions: Positions): Point {
  const boxes = graph.nodes.map((node) =>
    boxOf(node, positions.get(node.id) ?? { x: 0, y: 0 }, graph.leaving.get(node.id) ?? []),
  );
  const box = { ...at, width: WIDTH, height: BODY + 70 };
  while (boxes.some((other) => overlap(box, other, 16))) box.y += 24;
  return { x: box.x, y: box.y };
}
