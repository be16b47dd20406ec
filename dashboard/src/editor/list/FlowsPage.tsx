/** All flows of the organization: where each stands, and what can be done with it at once. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure } from "../../api/failure";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Wait } from "../../ui/Wait";
import { FlowTable } from "./FlowTable";
import { ImportDialog } from "./ImportDialog";
import styles from "./list.module.css";
import { NewFlowDialog } from "./NewFlowDialog";
import { keys, listFlows } from "../../api/flows";

export default function FlowsPage() {
  const [asking, setAsking] = useState<"new" | "import" | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.flows,
    queryFn: ({ pageParam }) => listFlows(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: 15_000,
  });
  const flows = query.data?.pages.flatMap((page) => page.flows);
  const thrown = query.error ?? query.failureReason;
  const failure = thrown === null ? null : asFailure(thrown);
  const make = (
    <>
      <Button onClick={() => setAsking("import")}>Import</Button>
      <Button kind="primary" onClick={() => setAsking("new")}>
        New flow
      </Button>
    </>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>Flows</h1>
        <div className={styles.actions}>{make}</div>
      </div>
      {failure === null ? null : (
        <FailureNotice failure={failure} onAgain={query.error === null ? null : () => void query.refetch()}>
          {flows === undefined ? failure.remedy : `What you see was read before. ${failure.remedy}`}
        </FailureNotice>
      )}
      {flows === undefined ? (
        query.error === null ? (
          <Wait>Reading the flows…</Wait>
        ) : null
      ) : flows.length === 0 ? (
        <Empty onNew={() => setAsking("new")} onImport={() => setAsking("import")} />
      ) : (
        <FlowTable flows={flows} />
      )}
      {query.hasNextPage ? (
        <Button className={styles.more} busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
      {asking === "new" ? <NewFlowDialog onClose={() => setAsking(null)} /> : null}
      {asking === "import" ? <ImportDialog onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function Empty({ onNew, onImport }: { onNew: () => void; onImport: () => void }) {
  return (
    <div className={styles.empty}>
      <h2>No flow yet</h2>
      <p>
        A flow is the conversation that a caller has: what is asked, what is looked up, and where each answer leads.
      </p>
      <div className={styles.actions}>
        <Button kind="primary" onClick={onNew}>
          Draw the first one
        </Button>
        <Button onClick={onImport}>Import one from a file</Button>
      </div>
    </div>
  );
}
