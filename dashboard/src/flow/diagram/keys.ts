/** What keys do in the picture: choose a node, leave it, delete, and go on to nodes that lie outside the view. */
import type { KeyboardEvent } from "react";

export interface Keys {
  /** Ids in reading order. */
  order: readonly string[];
  choose: (nodeId: string | null) => void;
  /** Null where nothing can be deleted. */
  remove: (() => void) | null;
  /** Brings a node into view and gives it the focus. */
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
      if (remove === null || target.closest("button") !== null) return;
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
