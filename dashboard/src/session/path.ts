/** The way that a call took through its flow, up to one of its turns, as the picture draws it. */
import type { FlowDefinition, NodeRun, Session } from "../api/types";
import { edgeTaken } from "../flow/definition/exits";
import type { Path } from "../flow/diagram/props";

/** Outcomes that are no exit: the next turn goes on at that node. */
const STAYS: ReadonlySet<string> = new Set(["listen", "continue", "transfer", "hangup"]);

/** `last`: the index of the turn that is looked at; null for the newest, and where the call stands now. */
export function pathOf(session: Session, definition: FlowDefinition, last: number | null): Path {
  const turns = last === null ? session.turns : session.turns.slice(0, last + 1);
  const way = new Way(definition);
  for (const turn of turns.slice(0, -1)) way.go(turn.nodes);
  const before = way.stands;
  const now = new Way(definition);
  now.go(turns.at(-1)?.nodes ?? []);
  const newest = last === null || last >= session.turns.length - 1;
  return {
    current: (newest ? session.currentNodeId : null) ?? now.stands ?? before,
    visited: new Set([...way.nodes, ...now.nodes]),
    taken: new Set([...way.edges, ...now.edges]),
    now: { nodes: now.nodes, edges: now.edges },
  };
}

/** The edge by which a run left its node, if it left it. */
export function edgeOfRun(definition: FlowDefinition, run: NodeRun): string | null {
  // A decision's exits are named by the author, who may call one "listen".
  if (run.type !== "decision" && STAYS.has(run.outcome)) return null;
  // `failed` is an exit of a transfer alone; anywhere else the session failed there.
  if (run.outcome === "failed" && run.type !== "transfer" && run.type !== "decision") return null;
  return edgeTaken(definition, run.nodeId, run.outcome);
}

class Way {
  readonly nodes = new Set<string>();
  readonly edges = new Set<string>();
  stands: string | null = null;
  private readonly known = new Map<string, string | null>();

  constructor(private readonly definition: FlowDefinition) {}

  go(runs: readonly NodeRun[]): void {
    for (const run of runs) {
      this.nodes.add(run.nodeId);
      this.stands = run.nodeId;
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
