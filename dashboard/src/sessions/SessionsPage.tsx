/** The list of sessions, filtered by flow and status. */
import { useSearchParams } from "wouter";
import type { SessionStatus } from "../api/types";
import { STATUS_KIND } from "../session/model/session-texts";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import { Filters } from "./Filters";
import { MAX_FLOWS, PER_FLOW } from "./readSessions";
import { SessionTable } from "./SessionTable";
import styles from "./SessionsPage.module.css";
import { useSessions, type UsedSessions } from "./useSessions";

const { sessions: labels } = texts;

export default function SessionsPage() {
  const [search, setSearch] = useSearchParams();
  const flow = asFlow(search.get("flow"));
  const status = asStatus(search.get("status"));
  const used = useSessions(flow, status);
  const choose = (name: "flow" | "status", value: string) => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  };
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{labels.title}</h1>
        <Button busy={used.refreshing} onClick={used.refresh}>
          {labels.refresh}
        </Button>
      </div>
      <Filters flow={flow} status={status} flows={used.flows} onChoose={choose} />
      <Listed used={used} flow={flow} filtered={status !== null} />
    </div>
  );
}

function Listed({ used, flow, filtered }: { used: UsedSessions; flow: string | null; filtered: boolean }) {
  const { sessions, failure, flows } = used;
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} onAgain={used.refresh} />}
      {sessions === undefined ? (
        failure === null ? (
          <Wait>{labels.loading}</Wait>
        ) : null
      ) : sessions.length === 0 ? (
        <p className={styles.empty}>{filtered ? labels.noneWithStatus : labels.none}</p>
      ) : (
        <SessionTable sessions={sessions} flows={flows} />
      )}
      {used.more === null ? null : (
        <div className={styles.more}>
          <Button busy={used.loadingMore} onClick={used.more}>
            {labels.more}
          </Button>
        </div>
      )}
      {flow === null && sessions !== undefined && sessions.length > 0 ? (
        <p className={styles.note}>
          {flows.length > MAX_FLOWS
            ? labels.newestOfSome(PER_FLOW, MAX_FLOWS, flows.length)
            : labels.newestOfAll(PER_FLOW)}
        </p>
      ) : null}
    </>
  );
}

function asFlow(text: string | null): string | null {
  return text === "" ? null : text;
}

function asStatus(text: string | null): SessionStatus | null {
  return text !== null && isStatus(text) ? text : null;
}

function isStatus(text: string): text is SessionStatus {
  return Object.hasOwn(STATUS_KIND, text);
}
