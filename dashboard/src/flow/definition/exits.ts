/** The exits of each node, their names, and the edge that an outcome takes. */
import type { FlowDefinition, FlowEdge, FlowNode, NodeType } from "../../api/types";
import { texts } from "../../texts";
import { cut, field, line, list } from "./read";

export const DEFAULT = "default";

export interface Exit {
  /** The value of an edge's `sourceHandle`. */
  id: string;
  /** The title, cut to 24 characters. */
  name: string;
  /** The full name. */
  title: string;
  /** True if an edge names this exit, but the node does not have it. */
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

const NAMES: Readonly<Record<string, string>> = texts.flow.exits.byId;
const DEFAULT_NAMES: Readonly<Record<string, string>> = texts.flow.exits.defaultOf;

const MAX_NAME_LENGTH = 24;

/** The exits of one node, in the order in which the flow tries them. */
export function exitsOf(node: FlowNode): readonly Exit[] {
  const own = (EXITS[node.type] ?? []).map((id) => exit(id, exitTitle(node, id)));
  if (node.type !== "decision") return own;
  return [...conditionsOf(node).map(({ id, title }) => exit(id, title)), ...own];
}

/** The full name of an exit. A condition is named by its label, or by its expression if it has no label. */
export function exitTitle(node: FlowNode, exitId: string): string {
  if (node.type === "decision") {
    const condition = conditionsOf(node).find(({ id }) => id === exitId);
    if (condition !== undefined) return condition.title;
  }
  if (exitId === DEFAULT) return DEFAULT_NAMES[node.type] ?? DEFAULT;
  return (EXITS[node.type]?.includes(exitId) ? NAMES[exitId] : undefined) ?? exitId;
}

export function exitOf(edge: FlowEdge): string {
  return edge.sourceHandle ?? DEFAULT;
}

/** The label of an edge; empty for the exit `default`, except of a decision. */
export function edgeLabel(source: FlowNode, edge: FlowEdge): string {
  const exitId = exitOf(edge);
  if (exitId === DEFAULT && source.type !== "decision") return "";
  return cut(exitTitle(source, exitId), MAX_NAME_LENGTH);
}

/**
 * The id of the edge that the flow took after `outcome`. Null if the flow did not leave the node.
 *
 * It is the edge of the exit, or the edge of `default` if the exit has no edge.
 */
export function edgeTaken(definition: FlowDefinition, nodeId: string, outcome: string): string | null {
  const outgoing = edgesOf(definition).filter((edge) => edge.source === nodeId);
  const edgeIdOf = (exitId: string) => outgoing.find((edge) => exitOf(edge) === exitId)?.id ?? null;
  const own = edgeIdOf(outcome);
  if (own !== null) return own;
  const node = definition.nodes.find(({ id }) => id === nodeId);
  const isExit = node !== undefined && exitsOf(node).some(({ id }) => id === outcome);
  return isExit ? edgeIdOf(DEFAULT) : null;
}

export function edgesOf(definition: FlowDefinition): readonly FlowEdge[] {
  return definition.edges ?? [];
}

/** The exits of a node, then the stray exits: those that only an edge names. */
export function shownExits(node: FlowNode, leaving: readonly FlowEdge[]): readonly Exit[] {
  const own = exitsOf(node);
  const known = new Set(own.map(({ id }) => id));
  const strays = new Set(leaving.map(exitOf).filter((id) => !known.has(id)));
  return [...own, ...[...strays].map((id) => ({ ...exit(id, id), stray: true }))];
}

/** Whether the node shows a list of its exits. It shows none if its only exit is `default`. */
export function listsExits(exits: readonly Exit[]): boolean {
  return exits.length > 1 || (exits[0] !== undefined && exits[0].id !== DEFAULT);
}

function exit(id: string, title: string): Exit {
  return { id, name: cut(title, MAX_NAME_LENGTH), title };
}

function conditionsOf(node: FlowNode): { id: string; title: string }[] {
  const seen = new Set<string>();
  return list(field(node.data, "conditions")).flatMap((condition) => {
    const id = field(condition, "id");
    if (typeof id !== "string" || id === "" || seen.has(id)) return [];
    seen.add(id);
    return [{ id, title: line(field(condition, "label")) || line(field(condition, "expression")) || id }];
  });
}
