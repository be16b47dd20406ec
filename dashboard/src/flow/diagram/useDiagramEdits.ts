/** What is done in the picture becomes a new definition; while a node is being dragged, only the picture knows. */
import type { Connection, NodeChange } from "@xyflow/react";
import { useState } from "react";
import type { FlowDefinition, NodeType } from "../../api/types";
import type { DiagramEdge, DiagramNode } from "./drawn";
import { joined, rejoined, withNode, withoutEdge, withoutNode, withPositions } from "../definition/edit";
import { BODY, boxOf, touch, WIDTH } from "./layout/geometry";
import type { Graph } from "./layout/graph";
import type { Point, Positions } from "../definition/position";
import { tidied } from "./layout/layout";

interface Given {
  definition: FlowDefinition;
  graph: Graph;
  positions: Positions;
  selected: string | null;
  onSelect?: ((nodeId: string | null) => void) | undefined;
  onChange?: ((definition: FlowDefinition) => void) | undefined;
}

export function useDiagramEdits({ definition, graph, positions, selected, onSelect, onChange }: Given) {
  const [dragged, setDragged] = useState<Positions | null>(null);
  const [edge, setEdge] = useState<string | null>(null);
  const [said, say] = useState("");

  /** What was laid out and not stored is stored with the first change, so that it does not jump. */
  const change = (edit: (before: FlowDefinition) => FlowDefinition) => {
    const after = edit(withPositions(definition, positions));
    if (after !== definition) onChange?.(after);
  };

  const moved = (changes: readonly NodeChange<DiagramNode>[]) => {
    if (onChange === undefined) return;
    const places = changes.flatMap((one) => (one.type === "position" && one.position !== undefined ? [one] : []));
    if (places.length === 0) return;
    const now = new Map(dragged ?? []);
    for (const { id, position } of places) if (position !== undefined) now.set(id, position);
    if (places.some(({ dragging }) => dragging === true)) {
      setDragged(now);
      return;
    }
    setDragged(null);
    change((before) => withPositions(before, now));
  };

  const remove = () => {
    if (edge !== null) {
      change((before) => withoutEdge(before, edge));
      setEdge(null);
      say("The edge was deleted.");
    } else if (selected !== null) {
      const without = withoutNode(definition, selected);
      if (without === null) {
        say("This is the flow's only start: it stays.");
        return;
      }
      change((before) => withoutNode(before, selected) ?? before);
      onSelect?.(null);
      say("The node and its edges were deleted.");
    }
  };

  return {
    places: dragged === null ? positions : new Map([...positions, ...dragged]),
    edge,
    setEdge,
    said,
    moved,
    remove,
    connect: (join: Connection) => {
      change((before) => joined(before, join));
    },
    reconnect: (old: DiagramEdge, join: Connection) => {
      change((before) => rejoined(before, old.id, join));
    },
    tidy: () => {
      change((before) => withPositions(before, tidied(graph)));
    },
    add: (type: NodeType, middle: Point) => {
      const at = free({ x: middle.x - WIDTH / 2, y: middle.y - BODY / 2 }, graph, positions);
      let id = "";
      change((before) => {
        const added = withNode(before, type, at);
        id = added.id;
        return added.definition;
      });
      onSelect?.(id);
    },
  };
}

/** There, or as little below as it takes to lie on no other node. */
function free(at: Point, graph: Graph, positions: Positions): Point {
  const boxes = graph.nodes.map((node) =>
    boxOf(node, positions.get(node.id) ?? { x: 0, y: 0 }, graph.leaving.get(node.id) ?? []),
  );
  const box = { ...at, width: WIDTH, height: BODY + 70 };
  while (boxes.some((other) => touch(box, other, 16))) box.y += 24;
  return { x: box.x, y: box.y };
}
