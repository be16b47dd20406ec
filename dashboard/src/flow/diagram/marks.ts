/** What is marked at each node and edge: where a call went, what is wrong, what changed. */
import type { ProblemItem } from "../../api/failure";
import type { NodeChange, Path } from "./props";
import { counted } from "../definition/read";

export interface Marks {
  /** Nothing where no call is looked at; "away" where it did not come by. */
  state: "none" | "current" | "now" | "visited" | "away";
  problems: readonly ProblemItem[];
  severity: "error" | "warning" | null;
  change: NodeChange | null;
}

export interface Marked {
  node: (id: string) => Marks;
  edge: (id: string) => Marks;
}

export function marked(
  problems: readonly ProblemItem[] = [],
  path?: Path,
  changes?: ReadonlyMap<string, NodeChange>,
): Marked {
  const ofNodes = grouped(problems, (problem) => (problem.edgeId == null ? problem.nodeId : undefined));
  const ofEdges = grouped(problems, (problem) => problem.edgeId);
  const marks = (state: Marks["state"], found: readonly ProblemItem[] = [], id = ""): Marks => ({
    state,
    problems: found,
    severity: found.length === 0 ? null : found.some(isError) ? "error" : "warning",
    change: changes?.get(id) ?? null,
  });
  return {
    node: (id) => marks(nodeState(id, path), ofNodes.get(id), id),
    edge: (id) => marks(edgeState(id, path), ofEdges.get(id), id),
  };
}

/** `1 error, 2 warnings` */
export function problemWords(problems: readonly ProblemItem[]): string {
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  return [errors ? counted(errors, "error") : "", warnings ? counted(warnings, "warning") : ""]
    .filter(Boolean)
    .join(", ");
}

export function stateWords(state: Marks["state"]): string {
  switch (state) {
    case "current":
      return "Current node";
    case "now":
      return "Visited in this turn";
    case "visited":
      return "Visited";
    case "away":
    case "none":
      return "";
  }
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

function edgeState(id: string, path?: Path): Marks["state"] {
  if (path === undefined) return "none";
  if (path.now.edges.has(id)) return "now";
  return path.taken.has(id) ? "visited" : "away";
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
