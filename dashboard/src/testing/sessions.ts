/** Sessions and turns for tests. */
import { edge, flow, node } from "./made-flows";
import type { FlowDefinition, Utterance, Session, Turn } from "../api/types";

export function aTurn(turnId: string, more: Partial<Turn> = {}): Turn {
  return {
    turnId,
    at: "2026-11-23T10:00:00.000Z",
    input: null,
    response: "",
    nodes: [],
    decisions: [],
    effects: [],
    variables: { changed: {} },
    action: { type: "listen", noInputSeconds: 8, interruptible: true },
    ...more,
  };
}

export function utterance(
  turnId: string,
  role: Utterance["role"],
  content: string,
  more: Partial<Utterance> = {},
): Utterance {
  return { turnId, role, content, at: "2026-11-23T10:00:00.000Z", ...more };
}

export function aSession({
  conversation = [],
  ...more
}: Partial<Session> & { conversation?: Utterance[] } = {}): Session {
  return {
    sessionId: "s1",
    organizationId: "demo",
    flowId: "demo",
    flowVersion: 1,
    status: "waiting",
    currentNodeId: null,
    createdAt: "2026-11-23T10:00:00.000Z",
    updatedAt: "2026-11-23T10:00:00.000Z",
    context: { variables: {}, conversation },
    turns: [],
    ...more,
  };
}

/** start → ask → which → desk or bye. desk is a transfer; its `failed` exit leads back to ask. */
export const aFlow: FlowDefinition = {
  ...flow(
    [
      node("start", "start"),
      node("ask", "elicitation", {
        prompt: "How many?",
        variable: "count",
        validation: "value > 0",
        assign: { total: "count * 2" },
      }),
      node("which", "decision", {
        conditions: [
          { id: "many", expression: "count > 10", label: "a lot" },
          { id: "broken", expression: "nothing.here" },
          { id: "never", expression: "count < 0" },
        ],
      }),
      node("desk", "transfer", { to: "+15550199" }),
      node("bye", "end", { message: "Bye, {{ name }}." }),
    ],
    [
      edge("e1", "start", "ask"),
      edge("e2", "ask", "which"),
      edge("e3", "which", "desk", "many"),
      edge("e4", "which", "bye"),
      edge("e5", "desk", "ask", "failed"),
    ],
  ),
  variables: { count: { type: "integer", default: 0 }, name: { type: "string" } },
};
