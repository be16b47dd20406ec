/** The keyboard of the diagram: select a node, leave it, delete it, and move to nodes outside the view. */
import type { KeyboardEvent } from "react";
import { isOfLane } from "./lane/handlers";

export interface Keys {
  /** The ids in reading order. */
  order: readonly string[];
  choose: (nodeId: string | null) => void;
  /** Null if nothing can be deleted. */
  remove: (() => void) | null;
  /** Bring a node into view and focus it. */
  reveal: (nodeId: string) => void;
}

export function onKey(event: KeyboardEvent<HTMLElement>, { order, choose, remove, reveal }: Keys): void {
  const target = event.target;
  if (!(target instanceof HTMLElement) || target.closest("input, textarea, select, [role=menu]") !== null) return;
  const nodeId = target.classList.contains("react-flow__node") ? target.dataset.id : undefined;
  switch (event.key) {
    case "Escape":
      choose(null);
      return;
    case "Enter":
    case " ":
      if (nodeId === undefined) return;
      event.preventDefault();
      choose(nodeId);
      return;
    case "Delete":
    case "Backspace":
      if (remove === null || target.closest("button") !== null || isOfLane(nodeId ?? "")) return;
      event.preventDefault();
      remove();
      return;
    case "Tab": {
      const next = nodeId === undefined ? undefined : order[order.indexOf(nodeId) + (event.shiftKey ? -1 : 1)];
      if (next === undefined) return;
      event.preventDefault();
      reveal(next);
      return;
    }
  }
}
