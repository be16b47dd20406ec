/** The part of a session within an inner flow, as if it were a session of that flow. */
import type { FlowDefinition, Session } from "../../api/types";
import type { Path } from "../../flow/diagram/props";
import { pathOf } from "./path";

/** What stands between the ids of a subflow node and of a node of its flow: `identify/ask-pin`. */
export const WITHIN = "/";

/**
 * The path of a call through an inner flow.
 *
 * `prefix`: how the ids of its nodes begin in the session, such as `identify/`; empty for the session's own flow.
 * `last`: as for `pathOf`.
 */
export function innerPath(session: Session, definition: FlowDefinition, last: number | null, prefix: string): Path {
  if (prefix === "") return pathOf(session, definition, last);
  const path = pathOf(within(session, prefix), definition, last);
  return nodeAt(session, last)?.startsWith(prefix) ? path : { ...path, current: null };
}

/** The runs of nodes whose ids begin with a prefix, without it. */
function within(session: Session, prefix: string): Session {
  const inner = session.currentNodeId?.startsWith(prefix) ? session.currentNodeId.slice(prefix.length) : null;
  const turns = session.turns.map((turn) => ({
    ...turn,
    nodes: turn.nodes
      .filter(({ nodeId }) => nodeId.startsWith(prefix))
      .map((run) => ({ ...run, nodeId: run.nodeId.slice(prefix.length) })),
  }));
  return { ...session, currentNodeId: inner, turns };
}

/** The node at which the call is after a turn; null for the newest turn. */
function nodeAt(session: Session, last: number | null): string | null {
  if (last === null || last >= session.turns.length - 1) return session.currentNodeId;
  const runs = session.turns.slice(0, last + 1).flatMap((turn) => turn.nodes);
  return runs.at(-1)?.nodeId ?? null;
}
