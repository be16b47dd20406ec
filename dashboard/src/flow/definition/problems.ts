/** What `check` found, put where it belongs: at a node, at a field, in a list. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { titleOf } from "./node-title";
import { startsWith, type Path } from "./json";

/** A text that was typed and is no value yet (JSON that is not complete, two rows of one name): it is kept as it is. */
export interface Unfinished {
  /** Null for the flow's own settings. */
  readonly nodeId: string | null;
  /** Within the node's data, or within the definition. */
  readonly path: Path;
  readonly text: string;
  /** What is wrong with it, in words. */
  readonly fault: string;
}

export type Problem = ProblemItem & { severity: "error" | "warning" };

/** Errors first; otherwise as they were told. */
export function inOrder(problems: readonly ProblemItem[]): Problem[] {
  const told = problems.map((problem) => ({ ...problem, severity: problem.severity ?? ("error" as const) }));
  return [...told.filter((one) => one.severity === "error"), ...told.filter((one) => one.severity === "warning")];
}

/** Texts that are no values yet are errors too, though the server never sees them. */
export function ofUnfinished(unfinished: readonly Unfinished[], definition: FlowDefinition): ProblemItem[] {
  return unfinished.flatMap((one) => {
    const name = [...one.path].join(".");
    if (one.nodeId === null)
      return [{ severity: "error" as const, message: `"${name}": ${one.fault}`, path: [...one.path] }];
    const index = definition.nodes.findIndex((node) => node.id === one.nodeId);
    const node = definition.nodes[index];
    if (node === undefined) return [];
    const message = `The node "${titleOf(node)}": "${name}" is not finished. ${one.fault}`;
    return [{ severity: "error" as const, message, nodeId: node.id, path: ["nodes", index, "data", ...one.path] }];
  });
}

/** The node that a problem lies in; of an edge, the node that it leaves. */
export function nodeOfProblem(problem: ProblemItem, definition: FlowDefinition): string | null {
  if (problem.nodeId !== undefined) return problem.nodeId;
  const [list, index] = problem.path ?? [];
  if (list === "nodes" && typeof index === "number") return definition.nodes[index]?.id ?? null;
  const edge = definition.edges?.find(
    (one, place) => one.id === problem.edgeId || (list === "edges" && place === index),
  );
  return edge?.source ?? null;
}

export interface Told {
  path: Path;
  severity: "error" | "warning";
  text: string;
}

/** What is told of one node's data, by paths within the data. */
export function toldOfData(problems: readonly ProblemItem[], nodeId: string, definition: FlowDefinition): Told[] {
  const index = definition.nodes.findIndex((node) => node.id === nodeId);
  return inOrder(problems).flatMap((problem) => {
    const path = problem.path;
    if (path === undefined || !startsWith(path, ["nodes", index, "data"]) || path.length === 3) return [];
    return [{ path: path.slice(3), severity: problem.severity, text: besideField(inWords(problem)) }];
  });
}

/** What is told of a node as a whole: not of a field of its data. */
export function toldOfNode(problems: readonly ProblemItem[], nodeId: string, definition: FlowDefinition): Problem[] {
  return inOrder(problems).filter((problem) => {
    if (nodeOfProblem(problem, definition) !== nodeId) return false;
    const path = problem.path ?? [];
    return !(path[0] === "nodes" && path[2] === "data" && path.length > 3);
  });
}

export function toldUnder(problems: readonly ProblemItem[], start: Path): Told[] {
  return inOrder(problems).flatMap((problem) =>
    problem.path !== undefined && startsWith(problem.path, start)
      ? [{ path: problem.path.slice(start.length), severity: problem.severity, text: inWords(problem) }]
      : [],
  );
}

/** Beside a field one knows which node and field are meant: `Node "a": in "until", …` goes without its beginning. */
function besideField(text: string): string {
  const rest = text.replace(/^Node "(?:[^"\\]|\\.)*": (?:in "[^"]*", )?/, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

export function inWords(problem: ProblemItem): string {
  return problem.remedy ? `${problem.message} ${problem.remedy}` : problem.message;
}

/** "2 errors, 1 warning"; "No problems". */
export function counted(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [many(errors, "error"), many(warnings, "warning")].filter(Boolean);
  return parts.length === 0 ? "No problems" : parts.join(", ");
}

function many(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}
