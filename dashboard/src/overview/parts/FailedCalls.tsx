/** The newest failed calls of the week, with a link to each. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { asFailure } from "../../api/failure";
import { failedSessions, overviewKeys } from "../../api/overview";
import type { OrganizationReport } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { FailureNotice } from "../../ui/FailureNotice";
import { useNow } from "../../ui/useNow";
import { Wait } from "../../ui/Wait";
import { When } from "../../ui/When";
import { failingFlows } from "../model/compare";
import styles from "../overview.module.css";
import { Findings } from "./Findings";

/** Flows whose sessions are read. */
const MOST_FLOWS = 5;
const MOST_SESSIONS = 8;

export function FailedCalls({ report, nameOf }: { report: OrganizationReport; nameOf: (flowId: string) => string }) {
  const words = texts.overview;
  const now = useNow();
  const flows = failingFlows(report, MOST_FLOWS);
  const query = useQuery({
    queryKey: overviewKeys.failed(flows),
    queryFn: () => failedSessions(flows),
    enabled: flows.length > 0,
    staleTime: 30_000,
  });
  const thrown = query.error ?? query.failureReason;
  if (thrown !== null) {
    return (
      <section className={styles.part}>
        <h2>{words.failedSessions}</h2>
        <FailureNotice failure={asFailure(thrown)} onAgain={query.error === null ? null : () => void query.refetch()} />
      </section>
    );
  }
  if (flows.length > 0 && query.data === undefined) return <Wait>{words.loading}</Wait>;
  return (
    <Findings
      id="overview-failed-calls"
      title={words.failedSessions}
      none={words.noneFailedSessions}
      columns={[words.columns.began, words.columns.flow]}
      rows={(flows.length === 0 ? [] : (query.data ?? []))
        .filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(report.from))
        .slice(0, MOST_SESSIONS)
        .map(({ sessionId, flowId, createdAt }) => ({
          key: sessionId,
          cells: [
            <Link key="at" href={paths.session(sessionId)}>
              <When at={createdAt} now={now} />
            </Link>,
            nameOf(flowId),
          ],
        }))}
      after={flows.length === 0 ? null : <Link href={paths.failedSessions}>{words.allFailed}</Link>}
    />
  );
}
