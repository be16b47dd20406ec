/** The replay that a gate's refusal waits for. Pure. */
import type { ApiFailure } from "../api/failure";

export interface Waiting {
  job: string;
  /** Nothing else refuses, so the same request may pass when the replay has ended. */
  alone: boolean;
}

/** Null if a replay is not what the gate waits for. */
export function waitFor({ gate, problems }: Pick<ApiFailure, "gate" | "problems">): Waiting | null {
  const replay = gate?.replay;
  if (replay?.job === undefined || replay.left === 0) return null;
  return { job: replay.job, alone: problems.every(({ field }) => field === "replayLast") };
}
