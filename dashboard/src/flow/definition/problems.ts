/** The problems that the API's check finds in a definition, sorted by the node or field that they concern. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { startsWith, type Path } from "./json";
import { titleOf } from "./node-title";

export type Problem = ProblemItem & { severity: "error" | "warning" };

/** A problem of one field. */
export interface FieldProblem {
  /** Relative to the data or the setting that the caller asked for. */
  path: Path;
  severity: "error" | "warning";
  text: string;
}

/** A text in a form that is not a valid value yet: incomplete JSON, or two rows with one name. */
export interface Unfinished {
  /** Null for the flow's own settings. */
  readonly nodeId: string | null;
  /** Within the node's data, or within the definition. */
  readonly path: Path;
  readonly text: string;
  /** Why the text is not a value. */
  readonly error: string;
}

/** Errors first; within a severity, the API's order. */
export function inOrder(problems: readonly ProblemItem[]): Problem[] {
  const all = problems.map((problem) => ({ ...problem, severity: problem.severity ?? ("error" as const) }));
  return [...all.filter((one) => one.severity === "error"), ...all.filter((one) => one.severity === "warning")];
}

/** Unfinished texts as errors. The API never sees them. */
export function ofUnfinished(unfinished: readonly Unfinished[], definition: FlowDefinition): ProblemItem[] {
  return unfinished.flatMap((one) => {
    const name = [...one.path].join(".");
    if (one.nodeId === null) {
      const message = texts.flow.problems.unfinishedSetting(name, one.error);
      return [{ severity: "error" as const, message, path: [...one.path] }];
    }
    const index = definition.nodes.findIndex((node) => node.id === one.nodeId);
    const node = definition.nodes[index];
    if (node === undefined) return [];
    const message = texts.flow.problems.unfinishedField(titleOf(node), name, one.error);
    return [{ severity: "error" as const, message, nodeId: node.id, path: ["nodes", index, "data", ...one.path] }];
  });
}

/** The node that a problem concerns. For an edge, the node that the edge leaves. */
export function nodeOfProblem(problem: ProblemItem, definition: FlowDefinition): string | null {
  if (problem.nodeId !== undefined) return problem.nodeId;
  const [list, index] = problem.path ?? [];
  if (list === "nodes" && typeof index === "number") return definition.nodes[index]?.id ?? null;
  const edge = definition.edges?.find(
    (one, position) => one.id === problem.edgeId || (list === "edges" && position === index),
  );
  return edge?.source ?? null;
}

/** The problems in the fields of one node's data. */
export function problemsOfData(
  problems: readonly ProblemItem[],
  nodeId: string,
  definition: FlowDefinition,
): FieldProblem[] {
  const index = definition.nodes.findIndex((node) => node.id === nodeId);
  return inOrder(problems).flatMap((problem) => {
    const path = problem.path;
    if (path === undefined || !startsWith(path, ["nodes", index, "data"]) || path.length === 3) return [];
    return [{ path: path.slice(3), severity: problem.severity, text: textAtField(problem) }];
  });
}

/** The problems of a node that are not in a field of its data. */
export function problemsOfNode(
  problems: readonly ProblemItem[],
  nodeId: string,
  definition: FlowDefinition,
): Problem[] {
  return inOrder(problems).filter((problem) => {
    if (nodeOfProblem(problem, definition) !== nodeId) return false;
    const path = problem.path ?? [];
    return !(path[0] === "nodes" && path[2] === "data" && path.length > 3);
  });
}

/** The problems below a path of the definition. */
export function problemsBelow(problems: readonly ProblemItem[], start: Path): FieldProblem[] {
  return inOrder(problems).flatMap((problem) =>
    problem.path !== undefined && startsWith(problem.path, start)
      ? [{ path: problem.path.slice(start.length), severity: problem.severity, text: problemText(problem) }]
      : [],
  );
}

/** At its field, a problem needs no place: the API's `text` is the message without it. */
function textAtField(problem: ProblemItem): string {
  const text = problemText({ ...problem, message: problem.text ?? problem.message });
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The message, and the remedy if there is one. */
export function problemText(problem: ProblemItem): string {
  return problem.remedy ? `${problem.message} ${problem.remedy}` : problem.message;
}

/** "2 errors, 1 warning"; empty if there are no problems. A problem without a severity is an error. */
export function problemCounts(problems: readonly ProblemItem[]): string {
  const warnings = problems.filter(({ severity }) => severity === "warning").length;
  const errors = problems.length - warnings;
  return [
    errors > 0 ? texts.flow.problems.errors(errors) : "",
    warnings > 0 ? texts.flow.problems.warnings(warnings) : "",
  ]
    .filter(Boolean)
    .join(", ");
}
