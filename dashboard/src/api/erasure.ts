/** The requests that erase sessions. */
import { api, body } from "./client";

/** Requests for one erasure at most. Each takes up to 20 seconds, and the API goes on by itself afterwards. */
const MOST_REQUESTS = 100;

/** Erase a session. Returns the tests that were deleted with it. */
export async function eraseSession(sessionId: string): Promise<readonly string[]> {
  const erased = body(await api.DELETE("/api/flows/sessions/{sessionId}", { params: { path: { sessionId } } }));
  return erased.tests;
}

/** Erase all sessions of a caller. `onErased` gets the number of sessions after each request. */
export async function eraseCaller(callerNumber: string, onErased: (sessions: number) => void): Promise<number> {
  let sessions = 0;
  for (let request = 0; request < MOST_REQUESTS; request += 1) {
    const done = body(await api.POST("/api/callers/erase", { body: { callerNumber } }));
    sessions += done.erased;
    onErased(sessions);
    if (!done.more) break;
  }
  return sessions;
}
