/** The scores of a session that has ended. They come some seconds after its end. */
import { useQuery } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../../api/failure";
import { readScores, scoresKey } from "../../api/reports";
import { ENDED, type Session, type SessionScores } from "../../api/types";

/** Milliseconds until the page looks again, while the scores are awaited. */
const SOON = 3_000;

export interface UsedScores {
  /** Undefined while they load, and before the session has ended. */
  scores: SessionScores | undefined;
  failure: ApiFailure | null;
  again: () => void;
}

/** `session`: undefined while it loads. */
export function useScores(session: Pick<Session, "sessionId" | "status" | "updatedAt"> | undefined): UsedScores {
  const query = useQuery({
    // A caller who comes back after a transfer ends the session again.
    queryKey: [...scoresKey(session?.sessionId ?? ""), session?.updatedAt],
    queryFn: () => readScores(session?.sessionId ?? ""),
    enabled: session !== undefined && ENDED.has(session.status),
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? SOON : false),
  });
  return {
    scores: query.data,
    failure: query.error === null ? null : asFailure(query.error),
    again: () => void query.refetch(),
  };
}
