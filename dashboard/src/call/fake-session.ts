/** For tests: a saved session with these turns. */
import type { Session, Turn } from "../api/types";

const AT = "2026-01-01T00:00:00Z";

export function savedTurn(turnId: string, fields: Partial<Turn> = {}): Turn {
  return {
    turnId,
    at: AT,
    input: null,
    response: "",
    nodes: [],
    decisions: [],
    effects: [],
    variables: { changed: {} },
    action: { type: "listen", noInputSeconds: 8, interruptible: true },
    ...fields,
  };
}

export function savedSession(turns: readonly Turn[], status: Session["status"] = "waiting"): Session {
  return {
    sessionId: "s-1",
    organizationId: "demo",
    flowId: "flow",
    flowVersion: 1,
    status,
    currentNodeId: "ask",
    createdAt: AT,
    updatedAt: AT,
    context: {
      variables: {},
      conversation: turns.flatMap((turn) => [
        ...(turn.input === null ? [] : [{ role: "user" as const, content: turn.input, at: AT, turnId: turn.turnId }]),
        ...(turn.response === ""
          ? []
          : [{ role: "assistant" as const, content: turn.response, at: AT, turnId: turn.turnId }]),
      ]),
    },
    turns: [...turns],
  };
}
