/** Past and present sessions, by flow and status; each leads to its own page. */
import { useSearchParams } from "wouter";
import type { SessionStatus } from "../api/types";
import { STATUS } from "../session/model/words";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import { Filters } from "./Filters";
import { EACH, MOST_FLOWS } from "./readSessions";
import { SessionTable } from "./SessionTable";
import styles from "./SessionsPage.module.css";
import { useSessions, type UsedSessions } from "./useSessions";

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
        <h1>Sessions</h1>
        <Button busy={used.refreshing} onClick={used.refresh}>
          Refresh
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
          <Wait>Reading the sessions…</Wait>
        ) : null
      ) : sessions.length === 0 ? (
        <p className={styles.empty}>
          {filtered
            ? "No session has this status. Choose another one, or any."
            : "No session yet. Press Test chat or Test audio at a flow, and it will stand here."}
        </p>
      ) : (
        <SessionTable sessions={sessions} flows={flows} />
      )}
      {used.more === null ? null : (
        <div className={styles.more}>
          <Button busy={used.loadingMore} onClick={used.more}>
            Show more
          </Button>
        </div>
      )}
      {flow === null && sessions !== undefined && sessions.length > 0 ? (
        <p className={styles.note}>
          These are the newest {EACH} of each flow
          {flows.length > MOST_FLOWS ? `, of the first ${MOST_FLOWS} of ${flows.length} flows` : ""}. Choose a flow to
          see all of its sessions.
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
  return Object.hasOwn(STATUS, text);
}
