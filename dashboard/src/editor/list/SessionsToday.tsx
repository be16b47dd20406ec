/** The number of a flow's sessions today. It is loaded when its row scrolls into view. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { asFailure } from "../../api/failure";
import { keys, newestSessions } from "../../api/flows";
import { texts } from "../../texts";

export function SessionsToday({ flowId }: { flowId: string }) {
  const cell = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (seen || cell.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    observer.observe(cell.current);
    return () => observer.disconnect();
  }, [seen]);
  const query = useQuery({
    queryKey: keys.sessionsToday(flowId),
    queryFn: () => newestSessions(flowId),
    enabled: seen,
    staleTime: 15_000,
    refetchInterval: 60_000,
  });
  const thrown = query.error ?? query.failureReason;
  if (query.data !== undefined) {
    const { sessions, cursor } = query.data;
    const created = sessions.map((session) => session.createdAt);
    return <span ref={cell}>{sessionsToday(created, cursor !== null, new Date())}</span>;
  }
  if (thrown !== null) {
    return (
      <span ref={cell} title={texts.flowList.notLoaded(asFailure(thrown).title)}>
        –
      </span>
    );
  }
  return (
    <span ref={cell} aria-busy="true" title={texts.common.loading}>
      <span aria-hidden="true">…</span>
      <span className="unseen">{texts.flowList.loadingCount}</span>
    </span>
  );
}

/**
 * The number of sessions since local midnight, as a text.
 *
 * `createdAt`: the newest sessions, RFC 3339. `full`: there may be more sessions than these.
 */
export function sessionsToday(createdAt: readonly string[], full: boolean, now: Date): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const today = createdAt.filter((at) => Date.parse(at) >= midnight).length;
  return full && today === createdAt.length && today > 0 ? `${today}+` : String(today);
}
