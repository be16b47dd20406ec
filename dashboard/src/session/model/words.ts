/** What a session's facts are called. */
import type { FlowDefinition, NodeRun, Session, SessionStatus, Turn } from "../../api/types";
import type { BadgeKind } from "../../ui/Badge";
import { titleOf } from "../../flow/definition/node-title";

export const STATUS: Record<SessionStatus, { word: string; kind: BadgeKind; means: string }> = {
  pending: { word: "not begun", kind: "neutral", means: "It was prepared, and nobody has come yet." },
  active: { word: "at work", kind: "accent", means: "A model or a tool is at work." },
  waiting: { word: "waiting", kind: "accent", means: "It waits for the caller." },
  completed: { word: "completed", kind: "good", means: "The flow came to an end." },
  transferred: { word: "transferred", kind: "good", means: "The caller was handed over." },
  failed: { word: "failed", kind: "bad", means: "The flow could not go on." },
  abandoned: { word: "abandoned", kind: "warning", means: "It was left before the flow came to an end." },
};

export function actionInWords(action: Turn["action"]): string {
  switch (action.type) {
    case "listen": {
      const seconds = `${action.noInputSeconds} s`;
      return `Listens, for up to ${seconds} of silence${action.interruptible ? "" : "; its words cannot be interrupted"}.`;
    }
    case "continue":
      return "Goes on at once, while its words are spoken.";
    case "transfer":
      return `Transfers the caller to ${action.to}.`;
    case "hangup":
      return "Hangs up.";
    default:
      return action satisfies never;
  }
}

/** What brought a turn about, where nothing was said. */
export function silenceInWords(previous: Turn | undefined): string {
  if (previous === undefined) return "The call began.";
  if (previous.action.type === "continue") return "The flow went on by itself.";
  if (previous.action.type === "transfer") return "The caller came back from the transfer.";
  return "Nothing was said.";
}

export function outcomeInWords(run: NodeRun): string {
  switch (run.outcome) {
    case "listen":
      return "listens";
    case "continue":
      return "goes on next";
    case "transfer":
      return "transfers";
    case "hangup":
      return "hangs up";
    case "failed":
      return run.type === "transfer" ? "failed" : "could not go on";
    default:
      return run.outcome;
  }
}

/** How a session ended; null while it is on. */
export function endInWords(session: Session, definition: FlowDefinition | undefined): string | null {
  const node = definition?.nodes.find(({ id }) => id === session.currentNodeId);
  const place = node === undefined ? (session.currentNodeId ?? "") : titleOf(node);
  const at = place === "" ? "" : ` at “${place}”`;
  switch (session.status) {
    case "completed":
      return `The flow came to its end${at}${session.outcome ? `, with the outcome “${session.outcome}”` : ""}.`;
    case "transferred": {
      const action = session.turns.findLast((turn) => turn.action.type === "transfer")?.action;
      return `The caller was transferred${action?.type === "transfer" ? ` to ${action.to}` : ""}${at}.`;
    }
    case "failed":
      return `The flow could not go on${at}${session.outcome ? `: ${session.outcome}` : ""}. The caller was told so, and the call ended.`;
    case "abandoned":
      return session.turns.length === 0
        ? "Nobody came: the call was closed before it began."
        : `The call was left${at}, before the flow came to an end.`;
    default:
      return null;
  }
}

export const modeInWords = (session: Session): string => {
  const mode = session.testMetadata?.testMode;
  return mode === "chat" ? "Test chat" : mode === "audio" ? "Test audio" : session.agentId ? "Phone call" : "API alone";
};

export const versionInWords = (version: number | "draft"): string =>
  version === "draft" ? "draft" : `version ${version}`;
