/** A test call as the panel sees it, carried by LiveKit (chat, audio) or by the API's `/process` (simulate). */
import type { Session } from "../../api/types";
import type { Live } from "../../session/model/live";
import type { KeyRules } from "./key-input";

export type CallMode = "chat" | "audio" | "simulate";

type CallPhase = "preparing" | "connecting" | "waitingForAgent" | "on" | "reconnecting" | "ended" | "failed";

/** Why a call failed or lost its connection. `title` says what happened and `remedy` what to do. */
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
  /** The problems that the API lists. */
  problems?: readonly string[];
}

/** A message that did not reach the agent. It stays until the caller sends it again or dismisses it. */
export interface UnsentMessage {
  id: string;
  text: string;
}

/** An event of the call that requires no action. */
export type CallNote =
  | { kind: "agentLeft" }
  | { kind: "agentReplaced" }
  | { kind: "keysNotSent" }
  | { kind: "microphoneFailed"; failure: CallFailure };

/** Why a call ended. */
export type CallEnding =
  | { by: "caller" }
  | { by: "flow" }
  /** `to`: the telephone number. A test calls nobody. */
  | { by: "transfer"; to: string }
  /** The room was closed; the saved session has the reason. */
  | { by: "room" };

export interface CallSnapshot {
  mode: CallMode;
  phase: CallPhase;
  failure: CallFailure | null;
  /** Null until the call is prepared. */
  sessionId: string | null;
  live: Live;
  /** Null if this call uses no microphone. */
  microphone: { muted: boolean } | null;
  unsent: readonly UnsentMessage[];
  /** How the keys of the answer are collected; null if the question does not say, or another part collects them. */
  keys: KeyRules | null;
  note: CallNote | null;
  /** The browser plays no sound until the user presses something. */
  playbackBlocked: boolean;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Milliseconds since the epoch; null while the call is on. */
  endedAt: number | null;
  ending: CallEnding | null;
}

export function isOver({ phase }: Pick<CallSnapshot, "phase">): boolean {
  return phase === "ended" || phase === "failed";
}

export interface Microphone {
  id: string;
  name: string;
}

/** Loudness, 0 to 1. Read at each animation frame; the snapshot does not change with it. */
export interface Levels {
  caller: number;
  agent: number;
}

/** The sound of a call. */
export interface CallAudio {
  mute(muted: boolean): void;
  levels(): Levels;
  microphones(): Promise<{ list: readonly Microphone[]; current: string | null }>;
  useMicrophone(id: string): Promise<void>;
  /** Call it from an event handler of the user's: browsers allow sound only there. */
  allowPlayback(): void;
}

export interface Call {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => CallSnapshot;
  /** Null if this call has no sound. */
  readonly audio: CallAudio | null;
  /** Starts the call; a second call of `start` does nothing. */
  start(): void;
  say(text: string): void;
  resend(id: string): void;
  dismiss(id: string): void;
  /** Takes over the unsent messages of the call before. */
  addUnsent(messages: readonly UnsentMessage[]): void;
  /** Sends DTMF keys: digits, `*` and `#`. */
  press(keys: string): void;
  /** Simulates a no-input timeout. False if only real silence causes one. */
  keepSilent(): boolean;
  /** Removes from the live part what the saved session shows. */
  settle(session: Session): void;
  end(): void;
}
