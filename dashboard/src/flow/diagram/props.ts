/** What the picture of a flow shows, and tells. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";

/** How a call moved through the flow. */
export interface Path {
  /** Where it stands; null before it begins. It glows. */
  current: string | null;
  /** Every node that ran. */
  visited: ReadonlySet<string>;
  /** Ids of the edges that were taken. */
  taken: ReadonlySet<string>;
  /** Of those, the edges and nodes of the turn that is looked at: drawn strongest. */
  now: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };
}

export type NodeChange = "added" | "removed" | "changed";

export interface DiagramProps {
  definition: FlowDefinition;
  problems?: readonly ProblemItem[];
  path?: Path;
  /** Of nodes and edges by id, where two versions are compared. */
  changes?: ReadonlyMap<string, NodeChange>;
  selected?: string | null;
  onSelect?: (nodeId: string | null) => void;
  /** With it, nodes can be moved, added, joined and deleted; it is handed the whole definition as it is then. */
  onChange?: (definition: FlowDefinition) => void;
}
