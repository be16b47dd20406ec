/** What is known of a call that is on, before and beside what is saved of it. A call fills it, a session's view shows it. */

/** Where one turn's time went, in milliseconds, by part; only the parts that are known. */
export type TurnTimes = Partial<
  Record<"hearing" | "network" | "load" | "step" | "model" | "tool" | "save" | "wait" | "speaking", number>
>;

type AgentState = "away" | "joining" | "listening" | "thinking" | "speaking";

export interface Live {
  agent: AgentState;
  /** The caller speaks, and is being heard. */
  callerSpeaks: boolean;
  /** The caller's words as they are understood so far; empty when there are none. */
  callerPartial: string;
  /** The agent's words as they are being spoken, and their turn where it is known. */
  agentPartial: { turnId: string | null; text: string } | null;
  /** Sent, and not yet in the saved session. */
  unsaved: readonly { id: string; text: string }[];
  /** By turn id. */
  times: ReadonlyMap<string, TurnTimes>;
}
