/** Replays that take longer than a request, for tests. */
import { ApiFailure } from "../api/failure";
import type { ReplayJob } from "../api/types";

const JOB = "gate-draft-4-alone-5000";

/** The replay of a gate, in a state. */
export function replayOf(state: ReplayJob["state"]): ReplayJob {
  const done = state === "done" ? 5000 : 1200;
  return {
    job: JOB,
    state,
    version: "draft",
    revision: 4,
    at: "2026-01-03T00:00:00Z",
    by: "ann@example.com",
    updatedAt: "2026-01-03T00:00:05Z",
    total: 5000,
    done,
    same: done,
    differ: 0,
    cannot: 0,
    groups: [],
    results: [],
    cursor: null,
  };
}

/** A gate refuses because its replay has not ended. `more`: another field that refuses. */
export function stillReplaying(more?: string): ApiFailure {
  const fields = ["replayLast", ...(more === undefined ? [] : [more])];
  const problems = fields.map((field) => ({ field, message: "not yet" }));
  return new ApiFailure("refused", "Refused.", "", problems, null, 422, null, {
    gate: { tests: false, replayLast: 5000 },
    replay: { same: 1200, differ: 0, cannot: 0, left: 3800, job: JOB, counted: 0, sessions: [], groups: [] },
  });
}
