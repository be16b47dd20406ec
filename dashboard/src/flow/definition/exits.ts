/** By which exits each node is left, what they are called, and which edge an outcome takes. */
import type { FlowDefinition, FlowEdge, FlowNode, NodeType } from "../../api/types";
import { cut, field, line, list } from "./read";

export const DEFAULT = "default";

export interface Exit {
  /** As an edge's `sourceHandle` names it. */
  id: string;
  /** In words, short. */
  name: string;
  /** In full, where `name` was cut. */
  title: string;
  /** An edge leaves by it, yet the node has no such exit. */
  stray?: boolean;
}

const EXITS = {
  start: [DEFAULT],
  elicitation: [DEFAULT, "noMatch", "noInput"],
  llm: [DEFAULT, "error", "maxTurns"],
  decision: [DEFAULT],
  tool: [DEFAULT, "error"],
  transfer: ["failed"],
  end: [],
} satisfies Record<NodeType, readonly string[]> as Readonly<Record<string, readonly string[]>>;

const WORDS: Readonly<Record<string, string>> = {
  noMatch: "no match",
  noInput: "no input",
  error: "on error",
  maxTurns: "turns used up",
  failed: "if it fails",
};

const DEFAULT_WORDS: Readonly<Record<string, string>> = {
  start: "next",
  elicitation: "answered",
  llm: "done",
  decision: "otherwise",
  tool: "succeeded",
};

const LONGEST_NAME = 24;

/** Of one node, in the order in which they are tried. */
export function exitsOf(node: FlowNode): readonly Exit[] {
  const own = (EXITS[node.type] ?? []).map((id) => exit(id, exitWords(node, id)));
  if (node.type !== "decision") return own;
  return [...conditionsOf(node).map(({ id, words }) => exit(id, words)), ...own];
}

/** What one exit of a node is called, in full: a condition by its label, else by its expression. */
export function exitWords(node: FlowNode, exitId: string): string {
  if (node.type === "decision") {
    const condition = conditionsOf(node).find(({ id }) => id === exitId);
    if (condition !== undefined) return condition.words;
  }
  if (exitId === DEFAULT) return DEFAULT_WORDS[node.type] ?? DEFAULT;
  return (EXITS[node.type]?.includes(exitId) ? WORDS[exitId] : undefined) ?? exitId;
}

export function exitOf(edge: FlowEdge): string {
  return edge.sourceHandle ?? DEFAULT;
}

/** What stands at an edge: nothing where a node goes on as it is meant to. */
export function edgeLabel(source: FlowNode, edge: FlowEdge): string {
  const exitId = exitOf(edge);
  if (exitId === DEFAULT && source.type !== "decision") return "";
  return cut(exitWords(source, exitId), LONGEST_NAME);
}

/** The edge by which a node was left with this outcome: that of its exit, else of `default`; null where it was not left. */
export function edgeTaken(definition: FlowDefinition, nodeId: string, outcome: string): string | null {
  const leaving = edgesOf(definition).filter((edge) => edge.source === nodeId);
  const of = (exitId: string) => leaving.find((edge) => exitOf(edge) === exitId)?.id ?? null;
  const taken = of(outcome);
  if (taken !== null) return taken;
  const node = definition.nodes.find(({ id }) => id === nodeId);
  const leaves = node !== undefined && exitsOf(node).some(({ id }) => id === outcome);
  return leaves ? of(DEFAULT) : null;
}

export function edgesOf(definition: FlowDefinition): readonly FlowEdge[] {
  return definition.edges ?? [];
}

/** A node's own exits, and those that only an edge believes in. */
export function shownExits(node: FlowNode, leaving: readonly FlowEdge[]): readonly Exit[] {
  const own = exitsOf(node);
  const known = new Set(own.map(({ id }) => id));
  const strays = new Set(leaving.map(exitOf).filter((id) => !known.has(id)));
  return [...own, ...[...strays].map((id) => ({ ...exit(id, id), stray: true }))];
}

/** A node that can only go on needs no list of its exits. */
export function listsExits(exits: readonly Exit[]): boolean {
  return exits.length > 1 || (exits[0] !== undefined && exits[0].id !== DEFAULT);
}

function exit(id: string, words: string): Exit {
  return { id, name: cut(words, LONGEST_NAME), title: words };
}

function conditionsOf(node: FlowNode): { id: string; words: string }[] {
  const seen = new Set<string>();
  return list(field(node.data, "conditions")).flatMap((condition) => {
    const id = field(condition, "id");
    if (typeof id !== "string" || id === "" || seen.has(id)) return [];
    seen.add(id);
    return [{ id, words: line(field(condition, "label")) || line(field(condition, "expression")) || id }];
  });
}
