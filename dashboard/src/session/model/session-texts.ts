/** Chooses the texts for a session's facts. */
import type { FlowDefinition, NodeRun, Session, SessionStatus, Turn } from "../../api/types";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import type { BadgeKind } from "../../ui/Badge";

const { actions, draft, end, modes, noInput, outcomes, version: versionNumber } = texts.session;

export const STATUS_KIND: Record<SessionStatus, BadgeKind> = {
  pending: "neutral",
  active: "accent",
  waiting: "accent",
  completed: "good",
  transferred: "good",
  failed: "bad",
  abandoned: "warning",
};

export function actionText(action: Turn["action"]): string {
  switch (action.type) {
    case "listen":
      return action.interruptible
        ? actions.listen(action.noInputSeconds)
        : actions.listenUninterrupted(action.noInputSeconds);
    case "continue":
      return actions.continue;
    case "transfer":
      return actions.transfer(action.to);
    case "hangup":
      return actions.hangup;
    default:
      return action satisfies never;
  }
}

/** Why a turn without input began. */
export function noInputText(previous: Turn | undefined): string {
  if (previous === undefined) return noInput.callBegan;
  if (previous.action.type === "continue") return noInput.continued;
  if (previous.action.type === "transfer") return noInput.transferReturned;
  return noInput.silence;
}

/** How a run left its node. Null if it left by the exit that `run.outcome` names. */
export function outcomeText(run: NodeRun): string | null {
  switch (run.outcome) {
    case "listen":
      return outcomes.listen;
    case "continue":
      return outcomes.continue;
    case "transfer":
      return outcomes.transfer;
    case "hangup":
      return outcomes.hangup;
    case "failed":
      return run.type === "transfer" ? null : outcomes.failed;
    default:
      return null;
  }
}

/** How a session ended; null while the session is open. */
export function endText(session: Session, definition: FlowDefinition | undefined): string | null {
  const current = definition?.nodes.find(({ id }) => id === session.currentNodeId);
  const node = current === undefined ? (session.currentNodeId ?? "") : titleOf(current);
  switch (session.status) {
    case "completed":
      return end.completed(node, session.outcome ?? "");
    case "transferred": {
      const action = session.turns.findLast((turn) => turn.action.type === "transfer")?.action;
      return end.transferred(node, action?.type === "transfer" ? action.to : "");
    }
    case "failed":
      return end.failed(node, session.outcome ?? "");
    case "abandoned":
      return session.turns.length === 0 ? end.neverJoined : end.abandoned(node);
    default:
      return null;
  }
}

export function modeText({ testMetadata, agentId }: Session): string {
  const mode = testMetadata?.testMode;
  return mode !== undefined ? modes[mode] : agentId ? modes.phone : modes.api;
}

export function versionText(version: number | "draft"): string {
  return version === "draft" ? draft : versionNumber(version);
}
