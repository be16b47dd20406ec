/** The input of the diagram. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import type { DefinitionEdit } from "../definition/edits";

/** The path of a call through the flow. */
export interface Path {
  /** The id of the current node; null before the call begins. */
  current: string | null;
  /** The ids of every node that ran. */
  visited: ReadonlySet<string>;
  /** The ids of the edges that the call took. */
  taken: ReadonlySet<string>;
  /** The ids of the handlers that the call took. */
  handlers: ReadonlySet<string>;
  /** The nodes, edges and handlers of the selected turn. The diagram draws them strongest. */
  now: { nodes: ReadonlySet<string>; edges: ReadonlySet<string>; handlers: ReadonlySet<string> };
}

export type NodeChange = "added" | "removed" | "changed";

/** What tests or a report say of a node or an edge. */
export interface DiagramNote {
  /**
   * `missed`: no test reaches it. `expected`, `came`: where a test should be after a turn, and where it is. `calls`,
   * `gaveUp`: how many calls a report counts here, and where their callers gave up.
   */
  kind: "reached" | "missed" | "expected" | "came" | "calls" | "gaveUp";
  /** A word or two, for a badge. */
  text: string;
  /** A sentence. */
  title: string;
  /** The part of all calls, 0 to 1, that the width of an edge shows. */
  share?: number;
}

export interface DiagramProps {
  definition: FlowDefinition;
  problems?: readonly ProblemItem[];
  path?: Path;
  /** The changes between two versions, by the id of a node or an edge. */
  changes?: ReadonlyMap<string, NodeChange>;
  /** By the id of a node or an edge. */
  notes?: ReadonlyMap<string, DiagramNote>;
  selected?: string | null;
  onSelect?: (nodeId: string | null) => void;
  /** A handler was chosen in the lane beside the nodes, or one was added. */
  onSelectHandler?: (handlerId: string) => void;
  /** The diagram is an editor if this is set. The receiver applies each edit to the newest definition. */
  onEdit?: (edit: DefinitionEdit) => void;
}
