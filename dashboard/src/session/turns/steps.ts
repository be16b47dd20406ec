/** A turn's steps in order: each run of a node with its expressions and effects. */
import type { Decision, EffectRun, FlowDefinition, FlowNode, NodeRun, Turn } from "../../api/types";
import { texts } from "../../texts";
import { handlersOf, type Handler } from "../../flow/definition/handlers/handlers";
import { field, list } from "../../flow/definition/read";
import { BY_HANDLER, handlerOf } from "../model/taken-handler";

export interface Evaluation {
  decision: Decision | null;
  /** `condition`: a condition of a decision node. `reading`: who read an answer. The others are expressions of fields. */
  kind: "condition" | "check" | "assign" | "text" | "value" | "reading";
  label: string;
  /** The expression as the author wrote it; null if the definition does not have it. */
  expression: string | null;
  /** Whether this expression chose the exit. */
  chosen: boolean;
}

export interface StepOfTurn {
  nodeId: string;
  node: FlowNode | undefined;
  /** Null if the trace has decisions or effects of the node, but no run. */
  run: NodeRun | null;
  evaluations: Evaluation[];
  effects: EffectRun[];
  /** The handler of the flow by which the run left its node; null if it left otherwise. */
  handler: Handler | null;
}

export function stepsOf(turn: Turn, definition: FlowDefinition | undefined): StepOfTurn[] {
  const nodes = new Map(definition?.nodes.map((node) => [node.id, node]));
  const decisions = [...turn.decisions];
  const effects = [...turn.effects];
  const handlers = definition === undefined ? [] : handlersOf(definition);
  const step = (nodeId: string, run: NodeRun | null, next?: NodeRun): StepOfTurn => {
    const again = run !== null && next?.nodeId === nodeId;
    const node = nodes.get(nodeId);
    const own = takeWhile(decisions, (each) => each.nodeId === nodeId, again ? (each) => each.conditionId : undefined);
    return {
      nodeId,
      node,
      run,
      evaluations: evaluations(node, run, own, handlers),
      effects: takeWhile(effects, (each) => each.nodeId === nodeId),
      handler: run === null ? null : handlerOf(handlers, run, next),
    };
  };
  const steps = turn.nodes.map((run, index) => step(run.nodeId, run, turn.nodes[index + 1]));
  for (let left = decisions[0] ?? effects[0]; left !== undefined; left = decisions[0] ?? effects[0]) {
    steps.push(step(left.nodeId, null));
  }
  return steps;
}

/** The number of failed expressions, effects and runs of a turn. */
export function failuresOf(turn: Turn): number {
  return (
    turn.decisions.filter((each) => each.error !== undefined).length +
    turn.effects.filter((each) => !each.ok).length +
    turn.nodes.filter((run) => run.outcome === "failed" && run.type !== "decision").length
  );
}

/**
 * Removes and returns the items up to the first that does not fit.
 *
 * `once`: the key of an item. The first repeated key belongs to the next run of the node, so the items end before it.
 */
function takeWhile<Item>(items: Item[], fits: (item: Item) => boolean, once?: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  const end = items.findIndex((item) => !fits(item) || (once !== undefined && seen.size === seen.add(once(item)).size));
  return items.splice(0, end < 0 ? items.length : end);
}

function evaluations(
  node: FlowNode | undefined,
  run: NodeRun | null,
  decisions: readonly Decision[],
  handlers: readonly Handler[],
): Evaluation[] {
  const found = decisions.map(
    (decision) => handlerEvaluation(run, decision, handlers) ?? evaluation(node, run, decision),
  );
  if (node?.type !== "decision") return found;
  const evaluated = new Set(decisions.map((each) => each.conditionId));
  // The conditions after the chosen condition were not evaluated.
  const rest = conditions(node).filter(({ id }) => !evaluated.has(id));
  const notEvaluated = rest.map(({ label, expression }) => ({
    decision: null,
    kind: "condition" as const,
    label,
    expression,
    chosen: false,
  }));
  const isCondition = (each: Evaluation) => each.kind === "condition";
  return [...found.filter(isCondition), ...notEvaluated, ...found.filter((each) => !isCondition(each))];
}

/** The field of a decision about all handlers in words. */
const OF_HANDLERS = "handlers";

/** What a decision says about a handler; null if it says nothing about one. */
function handlerEvaluation(run: NodeRun | null, decision: Decision, handlers: readonly Handler[]): Evaluation | null {
  const { conditionId, value } = decision;
  if (conditionId !== OF_HANDLERS && !conditionId.startsWith(BY_HANDLER)) return null;
  const id = conditionId.slice(BY_HANDLER.length);
  const title = handlers.find((handler) => handler.id === id)?.title ?? id;
  const label = id === "" ? texts.session.handlers.chosen : texts.session.handlers.reached(title);
  const chosen = run?.outcome === conditionId && value === true;
  return { decision, kind: "condition", label, expression: null, chosen };
}

function evaluation(node: FlowNode | undefined, run: NodeRun | null, decision: Decision): Evaluation {
  const { conditionId } = decision;
  if ((node?.type ?? run?.type) === "decision") {
    const condition = node === undefined ? undefined : conditions(node).find(({ id }) => id === conditionId);
    if (condition !== undefined || run?.outcome === conditionId || typeof decision.value === "boolean") {
      const chosen = run?.outcome === conditionId && decision.value === true;
      return {
        decision,
        kind: "condition",
        label: condition?.label ?? conditionId,
        expression: condition?.expression ?? null,
        chosen,
      };
    }
  }
  const reading = readingOf(decision);
  if (reading !== null) return { decision, kind: "reading", label: reading, expression: null, chosen: false };
  const [kind, label] = named(conditionId);
  return {
    decision,
    kind,
    label,
    expression: written(node, conditionId),
    chosen: conditionId === "until" && decision.value === true,
  };
}

/** Whether the answer that a decision of the kind `reading` is about has a value. */
export function isUnderstood({ value }: Decision): boolean {
  return field(value, "noMatch") === undefined;
}

/** What a decision says about who read an answer; null if it is none of these. */
function readingOf({ conditionId, value }: Decision): string | null {
  const [first = "", ...rest] = conditionId.split(".");
  const by = field(value, "by");
  if (first !== "extraction" || typeof by !== "string") return null;
  return texts.session.reading.by(by === "model", rest.join("."));
}

function named(conditionId: string): [Evaluation["kind"], string] {
  const [first = "", ...rest] = conditionId.split(".");
  const name = rest.join(".");
  const labels = texts.session.expressions;
  if (conditionId === "validation") return ["check", labels.validation];
  if (conditionId === "until") return ["check", labels.until];
  if (first === "assign" && name !== "") return ["assign", labels.assign(name)];
  if (first === "extract" && name !== "") return ["value", labels.extract(name)];
  if (first === "variables" && name !== "") return ["value", labels.variables(name)];
  return ["text", labels.fillIn(conditionId)];
}

function conditions(node: FlowNode): { id: string; label: string; expression: string | null }[] {
  return list(field(node.data, "conditions")).flatMap((condition) => {
    const [id, label, expression] = [field(condition, "id"), field(condition, "label"), field(condition, "expression")];
    if (typeof id !== "string") return [];
    return [
      {
        id,
        label: typeof label === "string" && label !== "" ? label : id,
        expression: typeof expression === "string" ? expression : null,
      },
    ];
  });
}

/** The text of the field that a decision names: `assign.total`, `body.items.0`, `prompt`. */
function written(node: FlowNode | undefined, name: string): string | null {
  const data: unknown = node?.data;
  return reach(data, name) ?? reach(field(data, "request"), name);
}

/** Follows a dotted name. A key may contain dots, so the longest existing key is tried first. */
function reach(value: unknown, name: string): string | null {
  if (name === "") return typeof value === "string" ? value : null;
  const parts = name.split(".");
  for (let taken = parts.length; taken > 0; taken -= 1) {
    const inner = field(value, parts.slice(0, taken).join("."));
    if (inner === undefined) continue;
    const found = reach(inner, parts.slice(taken).join("."));
    if (found !== null) return found;
  }
  return null;
}
