/** What happened in the last seven days, against the seven before. Without a call in both, the way to the first one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { firstFlows, keys } from "../api/flows";
import type { OrganizationReport } from "../api/types";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { failures, givenUp, LEAST_SESSIONS, namesOf, slower } from "./model/compare";
import { daysBefore, DAYS } from "./model/period";
import styles from "./overview.module.css";
import { Counts } from "./parts/Counts";
import { FailedCalls } from "./parts/FailedCalls";
import { Findings, NodeLink, ReportLink } from "./parts/Findings";
import { Tiles } from "./parts/Tiles";
import { StartPage } from "./start/StartPage";
import { useReports, type UsedReports } from "./useReports";

/** Lines of a table of findings. */
const MOST = 8;

export default function OverviewPage() {
  const reports = useReports();
  const { current, before } = reports;
  const words = texts.overview;
  if (isNew(current.report) && isNew(before.report)) return <StartPage />;
  return (
    <div className={styles.page}>
      <div>
        <h1>{words.title}</h1>
        <p className={styles.about}>
          {words.about(reports.zone)} <Link href={paths.sessions}>{words.allSessions}</Link>
        </p>
      </div>
      {current.failure === null ? null : (
        <FailureNotice failure={current.failure} onAgain={current.retry}>
          {words.noCurrent} {current.failure.remedy}
        </FailureNotice>
      )}
      {before.failure === null ? null : (
        <FailureNotice failure={before.failure} onAgain={before.retry}>
          {words.noBefore} {before.failure.remedy}
        </FailureNotice>
      )}
      {current.report?.complete === false || before.report?.complete === false ? (
        <Notice kind="info" title={words.incomplete}>
          {words.incompleteHint}
        </Notice>
      ) : null}
      {current.report !== undefined ? (
        <Week now={current.report} reports={reports} />
      ) : current.failure === null ? (
        <Wait>{words.loading}</Wait>
      ) : null}
    </div>
  );
}

/** Whether a report is about no call at all. */
function isNew(report: OrganizationReport | undefined): boolean {
  return report?.complete === true && report.sessions === 0;
}

function Week({ now, reports: { before: compared, today, days } }: { now: OrganizationReport; reports: UsedReports }) {
  const words = texts.overview;
  const { columns } = words;
  const before = compared.report ?? null;
  const flows = useQuery({ queryKey: keys.choices, queryFn: firstFlows, staleTime: 60_000 });
  const names = new Map(flows.data?.map(({ flowId, name }) => [flowId, name || flowId]));
  const nameOf = (flowId: string) => names.get(flowId) ?? flowId;
  const statuses: Readonly<Record<string, { text: string }>> = texts.session.status;
  const counted = (field: "byStatus" | "byOutcome", label: (name: string) => string) =>
    namesOf(now[field], before?.[field] ?? {}).map((name) => ({
      key: name,
      label: label(name),
      now: now[field][name] ?? 0,
      before: before === null ? null : (before[field][name] ?? 0),
    }));
  const outcomes = counted("byOutcome", (name) => name).slice(0, MOST);
  return (
    <>
      <Tiles now={now} before={before} today={today} />
      <div className={styles.columns}>
        <Counts
          id="overview-days"
          title={words.byDay}
          of={columns.day}
          counts={days.map((date) => ({
            key: date,
            label: words.day(date),
            now: now.byDay[date]?.sessions ?? 0,
            before: before === null ? null : (before.byDay[daysBefore(date, DAYS)]?.sessions ?? 0),
          }))}
        />
        <div className={styles.stack}>
          <Counts
            id="overview-endings"
            title={words.endings}
            of={columns.ending}
            counts={counted("byStatus", (name) => statuses[name]?.text ?? name)}
          />
          {outcomes.length === 0 ? null : (
            <Counts id="overview-outcomes" title={words.outcomes} of={columns.outcome} counts={outcomes} />
          )}
        </div>
      </div>
      <div className={styles.columns}>
        <Findings
          id="overview-given-up"
          title={words.givenUp}
          none={words.noneGivenUp}
          columns={[columns.node, columns.flow, columns.calls, columns.before]}
          rows={givenUp(now, before, MOST).map((each) => ({
            key: `${each.flowId} ${each.nodeId}`,
            cells: [
              <NodeLink key="node" {...each} />,
              <ReportLink key="flow" flowId={each.flowId} name={nameOf(each.flowId)} />,
              words.calls(each.count),
              each.before === null ? null : words.calls(each.before),
            ],
          }))}
        />
        {before === null ? null : (
          <Findings
            id="overview-slower"
            title={words.slower}
            none={words.noneSlower(LEAST_SESSIONS)}
            columns={[columns.flow, columns.turnTime, columns.before, columns.change]}
            rows={slower(now, before)
              .slice(0, MOST)
              .map((each) => ({
                key: each.flowId,
                cells: [
                  <ReportLink key="flow" flowId={each.flowId} name={nameOf(each.flowId)} />,
                  words.millis(each.now),
                  words.millis(each.before),
                  words.change(each.now, each.before),
                ],
              }))}
          />
        )}
        <Findings
          id="overview-failed"
          title={words.failed}
          none={words.noneFailed}
          columns={[columns.node, columns.flow, columns.kind, columns.error, columns.times, columns.before]}
          rows={failures(now, before, MOST).map((each) => ({
            key: JSON.stringify([each.flowId, each.nodeId, each.kind, each.error]),
            cells: [
              <NodeLink key="node" flowId={each.flowId} nodeId={each.nodeId} />,
              <ReportLink key="flow" flowId={each.flowId} name={nameOf(each.flowId)} />,
              texts.versions.report.kinds[each.kind],
              each.error,
              words.calls(each.count),
              each.before === null ? null : words.calls(each.before),
            ],
          }))}
        />
        <FailedCalls report={now} nameOf={nameOf} />
      </div>
    </>
  );
}
