/** Reads a session: the whole, its new part, or "not modified". */
import { api, body } from "../../api/client";
import type { Session } from "../../api/types";

export interface Known {
  /** The ETag of the last reading. */
  tag: string | null;
  /** The id of the last turn read. */
  after: string | null;
  signal: AbortSignal;
}

export type Reading = { same: true } | { same: false; session: Session; tag: string | null };

export type ReadSession = (sessionId: string, known: Known) => Promise<Reading>;

export const readSession: ReadSession = async (sessionId, { tag, after, signal }) => {
  const answer = await api.GET("/api/flows/sessions/{sessionId}", {
    params: {
      path: { sessionId },
      query: after === null ? {} : { after },
      header: tag === null ? {} : { "if-none-match": tag },
    },
    signal,
  });
  if (answer.response.status === 304) return { same: true };
  return { same: false, session: body(answer).session, tag: answer.response.headers.get("ETag") };
};
