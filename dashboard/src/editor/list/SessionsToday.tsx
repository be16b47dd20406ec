/** How many sessions of a flow began today; read when its row comes into view. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { asFailure } from "../../api/failure";
import { keys, newestSessions } from "../../api/flows";
import { sessionsToday } from "./today";

export function SessionsToday({ flowId }: { flowId: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (seen || place.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    observer.observe(place.current);
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
    return <span ref={place}>{sessionsToday(created, cursor !== null, new Date())}</span>;
  }
  if (thrown !== null) {
    return (
      <span ref={place} title={`Not read: ${asFailure(thrown).title}`}>
        –
      </span>
    );
  }
  return (
    <span ref={place} aria-busy="true" title="Reading…">
      <span aria-hidden="true">…</span>
      <span className="unseen">Reading</span>
    </span>
  );
}
