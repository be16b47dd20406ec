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
  /** True for an exit after a failure. Without an edge, it leads to the flow's `onFailure`. */
  failure?: boolean;
  /** True if an edge names this exit, but the node does not have it. */
  stray?: boolean;
}

const FAILURES: ReadonlySet<string> = new Set(["noMatch", "noInput", "error", "maxTurns", "failed"]);
/** The failure exit of what calls a server: a tool, or a model. */
const ERROR = "error";
/** The exit of a question to which the caller has no answer. Only an optional question has it. */
const DECLINED = "declined";

const EXITS = {
  start: [DEFAULT],
  message: [DEFAULT],
  elicitation: [DEFAULT, "noMatch", "noInput"],
  form: [DEFAULT, "noMatch", "noInput"],
  llm: [DEFAULT, "error", "maxTurns"],
  decision: [DEFAULT],
  tool: [DEFAULT, "error"],
  subflow: [DEFAULT],
  transfer: ["failed"],
  end: [],
} satisfies Record<NodeType, readonly string[]> as Readonly<Record<string, readonly string[]>>;

const NAMES: Readonly<Record<string, string>> = texts.flow.exits.byId;
const DEFAULT_NAMES: Readonly<Record<string, string>> = texts.flow.exits.defaultOf;

const MAX_NAME_LENGTH = 24;

/** The exits of one node, in the order in which the flow tries them. */
export function exitsOf(node: FlowNode): readonly Exit[] {
  const failures = failuresOf(node);
  const own = exitIdsOf(node).map((id) => ({
    ...exit(id, exitTitle(node, id)),
    ...(failures.includes(id) ? { failure: true } : {}),
  }));
  if (node.type !== "decision") return own;
  return [...conditionsOf(node).map(({ id, title }) => exit(id, title)), ...own];
}

/** The exits that the node has by its kind and its data, without the conditions of a decision. */
function exitIdsOf(node: FlowNode): readonly string[] {
  const ofKind = EXITS[node.type] ?? [];
  const declines = node.type === "elicitation" && field(node.data, "optional") === true;
  if (declines) return [...ofKind, DECLINED];
  return asksModel(node) ? [...ofKind, ERROR] : ofKind;
}

/** Whether a decision has conditions in words, which a language model decides. */
function asksModel(node: FlowNode): boolean {
  return (
    node.type === "decision" &&
    list(field(node.data, "conditions")).some(
      (condition) => (field(condition, "expression") ?? null) === null && typeof field(condition, "when") === "string",
    )
  );
}

/** Whether an exit is one after a failure. A condition of a decision may have any name. */
export function isFailure(node: FlowNode, exitId: string): boolean {
  if (exitId === ERROR && asksModel(node)) return !conditionsOf(node).some(({ id }) => id === ERROR);
  return node.type !== "decision" && FAILURES.has(exitId) && (EXITS[node.type]?.includes(exitId) ?? false);
}

/** The failure exits that a call can leave the node by. A model that speaks once never reaches its limit of replies. */
export function failuresOf(node: FlowNode): readonly string[] {
  const speaksOnce = node.type === "llm" && (field(node.data, "until") ?? null) === null;
  return exitIdsOf(node).filter((id) => isFailure(node, id) && !(speaksOnce && id === "maxTurns"));
}

/** The full name of an exit. A condition is named by its label, or by its expression or its words if it has no label. */
export function exitTitle(node: FlowNode, exitId: string): string {
  if (node.type === "decision") {
    const condition = conditionsOf(node).find(({ id }) => id === exitId);
    if (condition !== undefined) return condition.title;
  }
  if (exitId === DEFAULT) return DEFAULT_NAMES[node.type] ?? DEFAULT;
  return (exitIdsOf(node).includes(exitId) ? NAMES[exitId] : undefined) ?? exitId;
}

/** The name of an exit that every node of a kind has. */
export function exitTitleOf(type: NodeType, exitId: string): string {
  return (exitId === DEFAULT ? DEFAULT_NAMES[type] : NAMES[exitId]) ?? exitId;
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
 * It is the edge of the exit, or the edge of `default` if the exit has no edge. A failure exit without an edge leads to
 * `onFailure`, by no edge. In a flow without `onFailure` the call ends there with the outcome `failed`, except in a
 * version of an earlier release, where the exit led to `default`.
 */
export function edgeTaken(definition: FlowDefinition, nodeId: string, outcome: string): string | null {
  const outgoing = edgesOf(definition).filter((edge) => edge.source === nodeId);
  const edgeIdOf = (exitId: string) => outgoing.find((edge) => exitOf(edge) === exitId)?.id ?? null;
  const own = edgeIdOf(outcome);
  if (own !== null) return own;
  const node = definition.nodes.find(({ id }) => id === nodeId);
  // The exits of a subflow node are the outcomes of its flow, which the node does not name. "enter" begins that flow.
  const isOutcome = node?.type === "subflow" && outcome !== "enter";
  if (node === undefined || !(isOutcome || exitsOf(node).some(({ id }) => id === outcome))) return null;
  return isFailure(node, outcome) && onFailureOf(definition) !== null ? null : edgeIdOf(DEFAULT);
}

/** The id of the node after a failure exit without an edge; null if the flow names none. */
export function onFailureOf(definition: FlowDefinition): string | null {
  const nodeId: unknown = definition.onFailure;
  return typeof nodeId === "string" ? nodeId : null;
}

/** The failure exits of the whole flow that have no edge. */
export function openFailures(definition: FlowDefinition): { nodeId: string; exit: string }[] {
  const joined = new Set(edgesOf(definition).map((edge) => JSON.stringify([edge.source, exitOf(edge)])));
  return definition.nodes.flatMap((node) =>
    failuresOf(node)
      .filter((exit) => !joined.has(JSON.stringify([node.id, exit])))
      .map((exit) => ({ nodeId: node.id, exit })),
  );
}

export function edgesOf(definition: FlowDefinition): readonly FlowEdge[] {
  return definition.edges ?? [];
}

/** The exits of a node, then the stray exits: those that only an edge names. An outcome of an inner flow is not stray. */
export function shownExits(
  node: FlowNode,
  leaving: readonly FlowEdge[],
  outcomes: readonly string[] = [],
): readonly Exit[] {
  const own = exitsOf(node);
  const known = new Set(own.map(({ id }) => id));
  const strays = new Set([...outcomes, ...leaving.map(exitOf)].filter((id) => !known.has(id)));
  const stray = node.type === "subflow" ? {} : { stray: true };
  return [...own, ...[...strays].map((id) => ({ ...exit(id, id), ...stray }))];
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
    const named = ["label", "expression", "when"].map((name) => line(field(condition, name))).find(Boolean);
    return [{ id, title: named ?? id }];
  });
}
