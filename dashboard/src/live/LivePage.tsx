/** The calls that are on: who is in them, and what a supervisor does in one of them. */
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { liveCalls, liveKeys, MOST_CALLS } from "../api/calls/live";
import { asFailure } from "../api/failure";
import type { OpenRoom } from "../call/livekit/room-link";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { buttonClass } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import list from "../ui/List.module.css";
import { Wait } from "../ui/Wait";
import { CallTable } from "./CallTable";
import styles from "./live.module.css";
import { CallPanel } from "./panel/CallPanel";

/** Milliseconds between two readings of the list. */
const AGAIN_MILLIS = 4_000;

/** `open`: the connection to LiveKit, for tests. */
export default function LivePage({ open }: { open?: OpenRoom }) {
  const words = texts.live;
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("call");
  const read = useQuery({
    queryKey: liveKeys.calls,
    queryFn: ({ signal }) => liveCalls(signal),
    refetchInterval: AGAIN_MILLIS,
  });
  const thrown = read.error ?? read.failureReason;
  const failure = thrown === null ? null : asFailure(thrown);
  const calls = read.data?.calls;
  return (
    <div className={list.page}>
      <h1>{words.title}</h1>
      <p className={list.intro}>{words.intro}</p>
      {failure === null ? null : (
        <FailureNotice failure={failure} onAgain={() => void read.refetch()}>
          {calls === undefined ? failure.remedy : words.stale(failure.remedy)}
        </FailureNotice>
      )}
      <div className={chosen === null ? undefined : styles.split}>
        <section aria-label={words.title} className={styles.calls}>
          {calls === undefined ? failure === null ? <Wait>{words.loading}</Wait> : null : null}
          {calls === undefined ? null : calls.length === 0 ? (
            <div className={list.empty}>
              <h2>{words.empty.title}</h2>
              <p>{words.empty.text}</p>
              <Link href={paths.sessions} className={buttonClass("plain")}>
                {words.empty.sessions}
              </Link>
            </div>
          ) : (
            <CallTable calls={calls} chosen={chosen} />
          )}
          <p className={list.soft} role="status">
            {calls === undefined || calls.length === 0 ? "" : words.number(calls.length)}{" "}
            {read.data?.more === true ? words.onlyNewest(MOST_CALLS) : ""}
          </p>
        </section>
        {chosen === null ? null : (
          <CallPanel
            key={chosen}
            sessionId={chosen}
            call={calls?.find(({ sessionId }) => sessionId === chosen)}
            onClose={() => setSearch({})}
            {...(open === undefined ? {} : { open })}
          />
        )}
      </div>
    </div>
  );
}
