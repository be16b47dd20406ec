/** The live part of a call: what the saved session does not show yet. A call fills it; the session's view shows it. */

/** Milliseconds of one turn by phase. An unknown phase is left out. */
export type TurnTimes = Partial<
  Record<"hearing" | "network" | "load" | "step" | "model" | "tool" | "save" | "wait" | "speaking", number>
>;

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
