/** The path of a call through its flow, up to one of its turns, as the diagram draws it. */
import type { FlowDefinition, NodeRun, Session } from "../../api/types";
import { edgeTaken } from "../../flow/definition/exits";
import { handlersOf, type Handler } from "../../flow/definition/handlers/handlers";
import type { Path } from "../../flow/diagram/props";
import { handlerOf } from "../model/taken-handler";

/** Outcomes that leave a run at its node: the next turn continues there. */
const STAYS: ReadonlySet<string> = new Set(["listen", "continue", "transfer", "hangup"]);

/** `last`: the index of the selected turn; null for the newest turn and the call's current node. */
export function pathOf(session: Session, definition: FlowDefinition, last: number | null): Path {
  const turns = last === null ? session.turns : session.turns.slice(0, last + 1);
  const before = new PathBuilder(definition);
  for (const turn of turns.slice(0, -1)) before.add(turn.nodes);
  const now = new PathBuilder(definition);
  now.add(turns.at(-1)?.nodes ?? []);
  const newest = last === null || last >= session.turns.length - 1;
  return {
    current: drawnNode(definition, newest ? session.currentNodeId : null) ?? now.lastNode ?? before.lastNode,
    visited: new Set([...before.nodes, ...now.nodes]),
    taken: new Set([...before.edges, ...now.edges]),
    handlers: new Set([...before.handlers, ...now.handlers]),
    now: { nodes: now.nodes, edges: now.edges, handlers: now.handlers },
  };
}

/**
 * The node of the flow that stands for a node of a call; null for null. For a node of an inner flow, such as
 * `identify/ask-pin`, it is the subflow node `identify`.
 */
export function drawnNode(definition: FlowDefinition, nodeId: string | null): string | null {
  if (nodeId === null || definition.nodes.some(({ id }) => id === nodeId)) return nodeId;
  const outer = nodeId.split("/", 1)[0] ?? nodeId;
  return definition.nodes.some(({ id, type }) => id === outer && type === "subflow") ? outer : nodeId;
}

/** The edge by which a run left its node; null if it stayed. */
export function edgeOfRun(definition: FlowDefinition, run: NodeRun): string | null {
  // The author names a decision's exits, and may name one "listen".
  if (run.type !== "decision" && STAYS.has(run.outcome)) return null;
  // `failed` is an exit of transfers only. At other nodes, it means that the session failed.
  if (run.outcome === "failed" && run.type !== "transfer" && run.type !== "decision") return null;
  return edgeTaken(definition, run.nodeId, run.outcome);
}

class PathBuilder {
  readonly nodes = new Set<string>();
  readonly edges = new Set<string>();
  readonly handlers = new Set<string>();
  lastNode: string | null = null;
  /** Edges by run: a long call repeats the same runs. */
  private readonly known = new Map<string, string | null>();

  private readonly ofFlow: readonly Handler[];

  constructor(private readonly definition: FlowDefinition) {
    this.ofFlow = handlersOf(definition);
  }

  add(runs: readonly NodeRun[]): void {
    for (const [index, run] of runs.entries()) {
      const handler = handlerOf(this.ofFlow, run, runs[index + 1]);
      if (handler !== null) this.handlers.add(handler.id);
      const drawn = drawnNode(this.definition, run.nodeId) ?? run.nodeId;
      this.nodes.add(drawn);
      this.lastNode = drawn;
      const edge = this.edgeOf(run);
      if (edge !== null) this.edges.add(edge);
    }
  }

  private edgeOf(run: NodeRun): string | null {
    const key = `${run.type} ${run.outcome} ${run.nodeId}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const edge = edgeOfRun(this.definition, run);
    this.known.set(key, edge);
    return edge;
  }
}
