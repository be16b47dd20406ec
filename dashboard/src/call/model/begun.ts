/** What is known of a call in the moment it begins. */
import type { TurnTimes } from "../../session/model/live";
import type { CallMode, CallSnapshot } from "./call";

export function begun(mode: CallMode, startedAt: number, times?: ReadonlyMap<string, TurnTimes>): CallSnapshot {
  return {
    mode,
    phase: "preparing",
    failure: null,
    sessionId: null,
    live: {
      agent: "away",
      callerSpeaks: false,
      callerPartial: "",
      agentPartial: null,
      unsaved: [],
      times: times ?? new Map<string, TurnTimes>(),
    },
    microphone: null,
    unsent: [],
    note: null,
    playbackBlocked: false,
    startedAt,
    endedAt: null,
    over: null,
  };
}
