/** The list of sessions of the organization, by any filters. */
import { useSearchParams } from "wouter";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import { Filters } from "./Filters";
import { filtersIn, withFilter } from "./session-filters";
import { SessionTable } from "./SessionTable";
import styles from "./SessionsPage.module.css";
import { useSessions, type UsedSessions } from "./useSessions";

const { sessions: labels } = texts;

export default function SessionsPage() {
  const [search, setSearch] = useSearchParams();
  const filters = filtersIn(search);
  const used = useSessions(filters);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{labels.title}</h1>
        <Button busy={used.refreshing} onClick={used.refresh}>
          {labels.refresh}
        </Button>
      </div>
      <Filters
        filters={filters}
        flows={used.flows}
        agents={used.agents}
        onChoose={(name, value) => setSearch((before) => withFilter(before, name, value), { replace: true })}
        onClear={() => setSearch(new URLSearchParams(), { replace: true })}
      />
      <Listed used={used} filtered={Object.keys(filters).length > 0} />
    </div>
  );
}

function Listed({ used, filtered }: { used: UsedSessions; filtered: boolean }) {
  const { sessions, failure } = used;
  const count = sessions?.length ?? 0;
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} onAgain={used.refresh} />}
      {sessions === undefined ? (
        failure === null ? (
          <Wait>{labels.loading}</Wait>
        ) : null
      ) : (
        <p className={styles.note} role="status">
          {count === 0
            ? used.more === null
              ? filtered
                ? labels.noneFound
                : labels.none
              : labels.noneYet
            : labels.showing(count, used.more !== null)}
        </p>
      )}
      {count === 0 || sessions === undefined ? null : (
        <SessionTable sessions={sessions} flows={used.flows} agents={used.agents} />
      )}
      {used.more === null ? null : (
        <div className={styles.more}>
          <Button busy={used.loadingMore} onClick={used.more}>
            {count === 0 ? labels.searchOn : labels.more}
          </Button>
        </div>
      )}
    </>
  );
}
