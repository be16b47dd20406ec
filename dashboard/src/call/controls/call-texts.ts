/** Chooses the texts for a call's state. */
import type { Session } from "../../api/types";
import { texts } from "../../texts";
import type { CallEnding, CallNote, CallSnapshot } from "../model/call";

const { phases, endings, notes } = texts.call;

export function phaseText({ phase, mode, live }: Pick<CallSnapshot, "phase" | "mode" | "live">): string {
  switch (phase) {
    case "preparing":
      return mode === "audio" ? phases.preparingAudio : phases.preparing;
    case "waitingForAgent":
      return live.agent === "joining" ? phases.agentJoining : phases.waitingForAgent;
    case "on":
      return liveText(live);
    default:
      return phases[phase];
  }
}

function liveText({ agent, callerSpeaks }: CallSnapshot["live"]): string {
  if (callerSpeaks) return agent === "speaking" ? phases.bothSpeak : phases.callerSpeaks;
  switch (agent) {
    case "away":
      return phases.waitingForAgent;
    case "joining":
      return phases.agentJoining;
    default:
      return phases[agent];
  }
}

/** Minutes and seconds: `1:05`; with hours from the first one on: `1:01:05`. Takes milliseconds. */
export function elapsed(from: number, to: number): string {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

export function noteText(note: CallNote): string {
  return note.kind === "microphoneFailed" ? note.failure.title : notes[note.kind];
}

/** Why a call ended. The saved session knows more than the page, unless the caller ended the call. */
export function endingText(ending: CallEnding, session: Session | undefined): string {
  if (ending.by === "caller") return endings.byCaller;
  switch (session?.status) {
    case "completed":
      return session.outcome === undefined ? endings.byFlow : endings.byFlowWith(session.outcome);
    case "transferred":
      return endings.byTransfer;
    case "failed":
      return endings.byFailure;
    default:
      break;
  }
  switch (ending.by) {
    case "flow":
      return endings.byFlow;
    case "transfer":
      return endings.byTransferTo(ending.to);
    case "room":
      return endings.byRoom;
  }
}
