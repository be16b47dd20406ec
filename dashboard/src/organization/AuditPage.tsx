/** The audit: who changed what, and when, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure } from "../api/failure";
import { listAudit, organizationKeys } from "../api/organization";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Field } from "../ui/Field";
import { useNow } from "../ui/useNow";
import { Wait } from "../ui/Wait";
import { AuditRow } from "./audit/AuditRow";
import { KINDS, kindOf, type AuditKind } from "./audit/audit-kinds";
import styles from "./organization.module.css";

export default function AuditPage() {
  const words = texts.audit;
  const now = useNow();
  const [kind, setKind] = useState<AuditKind | null>(null);
  const list = useInfiniteQuery({
    queryKey: organizationKeys.audit,
    queryFn: ({ pageParam }) => listAudit(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
  const entries = list.data?.pages.flatMap((page) => page.entries);
  const shown = entries?.filter((entry) => kind === null || kindOf(entry.action) === kind);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <Button busy={list.isRefetching && !list.isFetchingNextPage} onClick={() => void list.refetch()}>
          {words.refresh}
        </Button>
      </div>
      <p className={styles.soft}>{words.intro}</p>
      <div className={styles.filter}>
        <Field label={words.kind}>
          {(control) => (
            <select
              {...control}
              value={kind ?? ""}
              onChange={({ target }) => setKind(KINDS.find((each) => each === target.value) ?? null)}
            >
              <option value="">{words.all}</option>
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {words.kinds[each]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {list.error === null ? null : (
        <FailureNotice failure={asFailure(list.error)} onAgain={() => void list.refetch()} />
      )}
      {shown === undefined ? (
        list.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : null
      ) : shown.length === 0 ? (
        <p className={styles.empty}>{kind === null ? words.none : words.noneOfKind}</p>
      ) : (
        <div className={styles.part}>
          <ul className={styles.list}>
            {shown.map((entry, index) => (
              <AuditRow key={`${entry.at} ${entry.action} ${entry.subject} ${String(index)}`} entry={entry} now={now} />
            ))}
          </ul>
        </div>
      )}
      {list.hasNextPage ? (
        <Button className={styles.more} busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </div>
  );
}
