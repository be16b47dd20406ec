/** A call as the panel knows it, whatever carries it: LiveKit (chat, audio) or `/process` alone (simulate). */
import type { Session } from "../../api/types";
import type { Live } from "../../session/model/live";

export type CallMode = "chat" | "audio" | "simulate";

type CallPhase = "preparing" | "connecting" | "waitingForAgent" | "on" | "reconnecting" | "ended" | "failed";

/** Why a call could not be held, or went away: what happened, and what to do. */
export interface CallFailure {
  kind:
    | "noMicrophone"
    | "roomFull"
    | "tokenExpired"
    | "serverAway"
    | "workerAway"
    | "apiAway"
    | "refused"
    | "elsewhere"
    | "lost";
  title: string;
  remedy: string;
  /** What the API says is wrong, one by one. */
  problems?: readonly string[];
}

/** Words that did not reach the agent. They stay until they are sent again or put away. */
export interface Unsent {
  id: string;
  text: string;
}

export interface CallSnapshot {
  mode: CallMode;
  phase: CallPhase;
  failure: CallFailure | null;
  /** Null until it is prepared. */
  sessionId: string | null;
  live: Live;
  /** Null where the caller has none in this call. */
  microphone: { muted: boolean } | null;
  unsent: readonly Unsent[];
  /** Something that happened and needs nothing to be done. */
  note: string | null;
  /** The browser plays no sound before the page is pressed. */
  playbackBlocked: boolean;
  startedAt: number;
  endedAt: number | null;
  /** Why it is over, in words. */
  over: string | null;
}

export function isOver({ phase }: Pick<CallSnapshot, "phase">): boolean {
  return phase === "ended" || phase === "failed";
}

export interface Microphone {
  id: string;
  name: string;
}

/** Loudness, 0 to 1. Asked for at each frame; the snapshot does not change with it. */
export interface Levels {
  caller: number;
  agent: number;
}

export interface Call {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => CallSnapshot;
  /** Begins, once; the snapshot tells how it goes. */
  start(): void;
  say(text: string): void;
  /** Send words again that did not arrive, or put them away. */
  sayAgain(id: string): void;
  putAway(id: string): void;
  /** Words that another call did not get said: they are offered in this one. */
  carry(unsent: readonly Unsent[]): void;
  /** Keys of a telephone: digits, * and #. */
  press(keys: string): void;
  /** As if the caller had kept silent until the flow minds. False where only keeping silent does that. */
  keepSilent(): boolean;
  mute(muted: boolean): void;
  /** What is saved by now: whatever stands there need not be shown twice. */
  saved(session: Session): void;
  levels(): Levels;
  microphones(): Promise<{ list: readonly Microphone[]; current: string | null }>;
  useMicrophone(id: string): Promise<void>;
  allowPlayback(): void;
  end(): void;
}
