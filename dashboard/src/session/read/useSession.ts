/** A session as it stands, read anew while it is live. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { SessionFollower, UNREAD, type Followed } from "./follower";
import { readSession } from "./readSession";

export type UsedSession = Followed & {
  /** Ask at once, as when words have come. */
  refresh: () => void;
};

/** `live`: it may change. `told`: whoever uses this hears of each turn, and calls refresh() then. */
export function useSession(
  sessionId: string | null,
  { live, told = false }: { live: boolean; told?: boolean },
): UsedSession {
  const follower = useMemo(
    () => (sessionId === null ? null : new SessionFollower(sessionId, readSession)),
    [sessionId],
  );
  useEffect(() => follower?.start(live, told), [follower, live, told]);
  useEffect(() => () => follower?.stop(), [follower]);
  const followed = useSyncExternalStore(follower?.subscribe ?? never, follower?.snapshot ?? unread);
  const refresh = follower?.refresh ?? nothing;
  return useMemo(() => ({ ...followed, refresh }), [followed, refresh]);
}

const nothing = () => undefined;
const never = () => nothing;
const unread = () => UNREAD;
