/** The list of the organization's flows. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MayButton } from "../../access/MayButton";
import { ReadOnlyNotice } from "../../access/ReadOnlyNotice";
import { asFailure } from "../../api/failure";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Wait } from "../../ui/Wait";
import { ChangeDialog, ChangeOutcome, useFlowChanges } from "./change/FlowChanges";
import { FlowTable } from "./FlowTable";
import { ImportDialog } from "./ImportDialog";
import styles from "./list.module.css";
import { NewFlowDialog } from "./NewFlowDialog";
import { keys, listFlows } from "../../api/flows";
import { SearchField } from "./search/SearchField";
import { useFlowSearch } from "./search/useFlowSearch";

export default function FlowsPage() {
  const [dialog, setDialog] = useState<"new" | "import" | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.flows,
    queryFn: ({ pageParam }) => listFlows(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: 15_000,
  });
  const changes = useFlowChanges();
  const flows = query.data?.pages.flatMap((page) => page.flows);
  const search = useFlowSearch(query.hasNextPage ? null : (flows ?? null));
  const shown = (search.active ? search.found : flows)?.filter(({ flowId }) => flowId !== changes.gone);
  const thrown = query.error ?? query.failureReason;
  const words = texts.flowList;
  const failure = thrown === null ? null : asFailure(thrown);
  const actions = (
    <>
      <MayButton need="POST /api/flows/import" onClick={() => setDialog("import")}>
        {words.import}
      </MayButton>
      <MayButton need="PUT /api/flows/{flowId}" kind="primary" onClick={() => setDialog("new")}>
        {words.newFlow}
      </MayButton>
    </>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <div className={styles.actions}>{actions}</div>
      </div>
      <ReadOnlyNotice need="PUT /api/flows/{flowId}" />
      {failure === null ? null : (
        <FailureNotice failure={failure} onAgain={query.error === null ? null : () => void query.refetch()}>
          {flows === undefined ? failure.remedy : words.stale(failure.remedy)}
        </FailureNotice>
      )}
      <ChangeOutcome {...changes} />
      {flows === undefined || (flows.length === 0 && !search.active) ? null : <SearchField search={search} />}
      {search.active && search.failure !== null ? (
        <FailureNotice failure={search.failure} onAgain={search.reading ? null : search.retry} />
      ) : null}
      {flows === undefined ? (
        query.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : null
      ) : shown === undefined ? (
        search.failure === null ? (
          <Wait>{words.search.reading}</Wait>
        ) : null
      ) : flows.length === 0 ? (
        <Empty onNew={() => setDialog("new")} onImport={() => setDialog("import")} />
      ) : shown.length === 0 ? (
        <p className={styles.empty}>{words.search.none(search.text.trim())}</p>
      ) : (
        <FlowTable flows={shown} onChange={changes.open} />
      )}
      {query.hasNextPage && !search.active ? (
        <Button className={styles.more} busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.showMore}
        </Button>
      ) : null}
      <ChangeDialog {...changes} />
      {dialog === "new" ? <NewFlowDialog onClose={() => setDialog(null)} /> : null}
      {dialog === "import" ? <ImportDialog onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

function Empty({ onNew, onImport }: { onNew: () => void; onImport: () => void }) {
  const words = texts.flowList.empty;
  return (
    <div className={styles.empty}>
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      <div className={styles.actions}>
        <MayButton need="PUT /api/flows/{flowId}" kind="primary" onClick={onNew}>
          {words.create}
        </MayButton>
        <MayButton need="POST /api/flows/import" onClick={onImport}>
          {words.import}
        </MayButton>
      </div>
    </div>
  );
}
