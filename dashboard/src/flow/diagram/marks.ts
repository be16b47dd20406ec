/** The marks of each node and edge: the path of a call, problems, changes between two versions, and notes of tests and reports. */
import type { ProblemItem } from "../../api/failure";
import type { DiagramNote, NodeChange, Path } from "./props";

export interface Marks {
  /** "none" if the diagram shows no call; "away" if the call did not come here. */
  state: "none" | "current" | "now" | "visited" | "away";
  problems: readonly ProblemItem[];
  /** The highest severity of `problems`; null if there are none. */
  severity: "error" | "warning" | null;
  change: NodeChange | null;
  note: DiagramNote | null;
}

/** The marks by id. */
export interface AllMarks {
  node: (id: string) => Marks;
  edge: (id: string) => Marks;
  /** Whether the call took a handler: "none", "now", "visited" or "away". */
  handler: (id: string) => Marks["state"];
}

export function marksOf(
  problems: readonly ProblemItem[] = [],
  path?: Path,
  changes?: ReadonlyMap<string, NodeChange>,
  notes?: ReadonlyMap<string, DiagramNote>,
): AllMarks {
  const ofNodes = grouped(problems, (problem) => (problem.edgeId == null ? problem.nodeId : undefined));
  const ofEdges = grouped(problems, (problem) => problem.edgeId);
  const marks = (state: Marks["state"], found: readonly ProblemItem[] = [], id = ""): Marks => ({
    state,
    problems: found,
    severity: found.length === 0 ? null : found.some(isError) ? "error" : "warning",
    change: changes?.get(id) ?? null,
    note: notes?.get(id) ?? null,
  });
  return {
    node: (id) => marks(nodeState(id, path), ofNodes.get(id), id),
    edge: (id) => marks(takenState(id, path?.now.edges, path?.taken), ofEdges.get(id), id),
    handler: (id) => takenState(id, path?.now.handlers, path?.handlers),
  };
}

function isError({ severity }: ProblemItem): boolean {
  return severity !== "warning";
}

function nodeState(id: string, path?: Path): Marks["state"] {
  if (path === undefined) return "none";
  if (path.current === id) return "current";
  if (path.now.nodes.has(id)) return "now";
  return path.visited.has(id) ? "visited" : "away";
}

/** `now`, `ever`: what the selected turn took, and what the call took; undefined if the diagram shows no call. */
function takenState(id: string, now?: ReadonlySet<string>, ever?: ReadonlySet<string>): Marks["state"] {
  if (ever === undefined) return "none";
  if (now?.has(id)) return "now";
  return ever.has(id) ? "visited" : "away";
}

function grouped(problems: readonly ProblemItem[], idOf: (problem: ProblemItem) => string | undefined) {
  const groups = new Map<string, ProblemItem[]>();
  for (const problem of problems) {
    const id = idOf(problem);
    if (id === undefined) continue;
    groups.set(id, [...(groups.get(id) ?? []), problem]);
  }
  return groups;
}
