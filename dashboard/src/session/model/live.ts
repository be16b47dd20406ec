/** The live part of a call: what the saved session does not show yet. A call fills it; the session's view shows it. */

/** A part of a turn's time. The parts follow each other. */
export type Phase = "hearing" | "network" | "load" | "step" | "model" | "tool" | "save" | "wait" | "speaking";

/**
 * Milliseconds of one turn by phase, and from the end of the caller's input to the first word of the reply, which a
 * streamed reply has before its phases end. What is unknown is left out.
 */
export type TurnTimes = Partial<Record<Phase | "firstWord", number>>;

type AgentState = "away" | "joining" | "listening" | "thinking" | "speaking";

export interface Live {
  agent: AgentState;
  callerSpeaks: boolean;
  /** The interim transcript of the caller; empty if there is none. */
  callerPartial: string;
  /** The agent's current utterance. `turnId` is null until it is known. */
  agentPartial: { turnId: string | null; text: string } | null;
  /** The caller's inputs that the saved session does not have yet. */
  unsaved: readonly { id: string; text: string }[];
  /** By turn id. */
  times: ReadonlyMap<string, TurnTimes>;
}
