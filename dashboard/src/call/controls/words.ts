/** A call's state in words. */
import type { Session } from "../../api/types";
import type { CallMode, CallSnapshot } from "../model/call";

export const MODE_WORDS: Record<CallMode, string> = { chat: "Chat", audio: "Audio", simulate: "Simulated" };

export function phaseWords({ phase, mode, live }: Pick<CallSnapshot, "phase" | "mode" | "live">): string {
  switch (phase) {
    case "preparing":
      return mode === "audio" ? "Preparing… Allow the microphone if the browser asks." : "Preparing the call…";
    case "connecting":
      return "Connecting…";
    case "waitingForAgent":
      return live.agent === "joining" ? "The agent joins…" : "Waiting for the agent…";
    case "reconnecting":
      return "The connection is lost. Reconnecting…";
    case "ended":
      return "Over";
    case "failed":
      return "Failed";
    case "on":
      return agentWords(live);
  }
}

function agentWords({ agent, callerSpeaks }: CallSnapshot["live"]): string {
  if (callerSpeaks) return agent === "speaking" ? "You and the agent speak" : "You speak";
  switch (agent) {
    case "away":
      return "Waiting for the agent…";
    case "joining":
      return "The agent joins…";
    case "listening":
      return "Listening";
    case "thinking":
      return "Thinking…";
    case "speaking":
      return "Speaking";
  }
}

/** Minutes and seconds. */
export function elapsed(from: number, to: number): string {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Why a call is over: as the page saw it end, or better, as the session tells. */
export function overWords(seen: string | null, session: Session | undefined): string | null {
  if (seen === null || session === undefined || seen.startsWith("You")) return seen;
  switch (session.status) {
    case "completed":
      return `The flow ended the call${session.outcome === undefined ? "" : `: ${session.outcome}`}.`;
    case "transferred":
      return "The flow handed the caller over. In a test nobody is called.";
    case "failed":
      return "The flow failed. Its last turn tells why.";
    default:
      return seen;
  }
}
