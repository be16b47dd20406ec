/** The result of a test as a session, so that the page shows a test as it shows a call. */
import type { Session, TestResult, Turn } from "../../api/types";

/** The number of the turn in the test to which a request belongs. A turn may go on with more requests: `2`, `2+1`. */
function numberOf({ turnId }: Turn): number {
  return Number(turnId.split("+", 1)[0]);
}

/** What each turn of a test did, its requests in one. Turns that did not run are not there. */
export function turnsOf(result: TestResult | undefined): readonly Turn[] {
  const turns: Turn[] = [];
  for (const request of result?.turns ?? []) {
    const before = turns.at(-1);
    if (before === undefined || numberOf(before) !== numberOf(request)) turns.push(request);
    else turns[turns.length - 1] = joined(before, request);
  }
  return turns;
}

function joined(before: Turn, after: Turn): Turn {
  return {
    ...before,
    response: [before.response, after.response].filter(Boolean).join(" "),
    nodes: [...before.nodes, ...after.nodes],
    decisions: [...before.decisions, ...after.decisions],
    effects: [...before.effects, ...after.effects],
    variables: { changed: { ...before.variables.changed, ...after.variables.changed } },
    action: after.action,
  };
}

/** The node at which the test is after a turn; null if no node ran. */
export function nodeAfter(turns: readonly Turn[], index: number): string | null {
  const runs = turns.slice(0, index + 1).flatMap(({ nodes }) => nodes);
  return runs.at(-1)?.nodeId ?? null;
}

export function sessionOf(flowId: string, turns: readonly Turn[]): Session {
  const at = turns[0]?.at ?? "";
  return {
    sessionId: "",
    organizationId: "",
    flowId,
    flowVersion: "draft",
    status: "waiting",
    currentNodeId: nodeAfter(turns, turns.length - 1),
    createdAt: at,
    updatedAt: at,
    context: { variables: {}, conversation: [] },
    turns: [...turns],
  };
}
