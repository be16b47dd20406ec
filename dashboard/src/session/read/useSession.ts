/** A session by its id. It is polled while it may change. */
import { useEffect, useMemo } from "react";
import { useStore, type Readable } from "../../state/store";
import { SessionFollower, UNREAD, type Followed } from "./follower";
import { readSession } from "./readSession";

export type UsedSession = Followed & {
  /** Reads at once, for example after a new turn. */
  refresh: () => void;
};

/** `live`: the session may change. `notified`: the caller of this hook calls refresh() for each turn. */
export function useSession(
  sessionId: string | null,
  { live, notified = false }: { live: boolean; notified?: boolean },
): UsedSession {
  const follower = useMemo(
    () => (sessionId === null ? null : new SessionFollower(sessionId, readSession)),
    [sessionId],
  );
  useEffect(() => follower?.start(live, notified), [follower, live, notified]);
  useEffect(() => () => follower?.stop(), [follower]);
  const followed = useStore<Followed>(follower ?? NO_SESSION);
  const refresh = follower?.refresh ?? nothing;
  return useMemo(() => ({ ...followed, refresh }), [followed, refresh]);
}

const nothing = () => undefined;
const NO_SESSION: Readable<Followed> = { get: () => UNREAD, subscribe: () => nothing };
