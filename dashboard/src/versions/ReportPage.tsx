/** How the ended calls of a flow went: in its picture, by version, agent, number, channel and day, and what failed. */
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { asFailure } from "../api/failure";
import { keys, readFlow } from "../api/flows";
import { readReport, readTimeZone, reportKeys, type ReportQuery } from "../api/reports";
import { FlowHead } from "../nav/FlowHead";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { choiceIn, queryOf } from "./model/report-choice";
import { ErrorTable } from "./report/ErrorTable";
import { ModelTable } from "./report/ModelTable";
import { NodeTable } from "./report/NodeTable";
import { PartTables } from "./report/PartTables";
import styles from "./report/report.module.css";
import { ScoreTables } from "./report/ScoreTables";
import { ReportFilters } from "./report/ReportFilters";
import { ReportPicture } from "./report/ReportPicture";
import { VersionColumns } from "./report/VersionColumns";

/** Milliseconds until the page asks again: for a report that is not complete, and for any other. */
const SOON = 1_000;
const LATER = 15_000;

export default function ReportPage({ flowId }: { flowId: string }) {
  const words = texts.versions.report;
  const [params, setParams] = useSearchParams();
  const choice = choiceIn(params);
  const version = choice.version ?? "draft";
  const flow = useQuery({ queryKey: keys.version(flowId, version), queryFn: () => readFlow(flowId, version) });
  const zone = useQuery({ queryKey: reportKeys.timeZone, queryFn: readTimeZone, staleTime: 60_000 });
  const now = new Date();
  const query = queryOf(choice, now, zone.data ?? "UTC");
  const whole: ReportQuery = { from: query.from ?? "" };
  const ready = zone.data !== undefined;
  const report = useQuery({
    queryKey: reportKeys.report(flowId, query),
    queryFn: () => readReport(flowId, query),
    enabled: ready,
    refetchInterval: ({ state }) => (state.data?.complete === false ? SOON : LATER),
  });
  const all = useQuery({
    queryKey: reportKeys.report(flowId, whole),
    queryFn: () => readReport(flowId, whole),
    enabled: ready,
    staleTime: LATER,
  });
  const choose = (name: string, value: string) => {
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === "") after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  const asked = zone.error === null ? report : zone;
  const thrown = asked.error ?? asked.failureReason;
  const definition = flow.data?.definition ?? null;
  return (
    <div className={styles.page}>
      <FlowHead flowId={flowId} name={flow.data?.name ?? flowId} current="report" />
      <div className={styles.content}>
        <ReportFilters {...{ flowId, choice, query }} all={all.data} onChoose={choose} />
        {thrown === null ? null : (
          <FailureNotice
            failure={asFailure(thrown)}
            onAgain={asked.error === null ? null : () => void asked.refetch()}
          />
        )}
        {report.data === undefined ? (
          asked.error === null ? (
            <Wait>{words.loading}</Wait>
          ) : null
        ) : (
          <>
            {report.data.complete ? null : (
              <Notice kind="info" title={words.incomplete}>
                {words.incompleteHint}
              </Notice>
            )}
            {report.data.sessions === 0 ? (
              <p className={styles.none}>{words.none}</p>
            ) : (
              <>
                <ReportPicture {...{ flowId, definition }} report={report.data} />
                <VersionColumns report={report.data} />
                <ScoreTables {...{ definition }} scores={report.data.scores} timeZone={report.data.timeZone} />
                <PartTables report={report.data} />
                <NodeTable {...{ flowId, definition }} nodes={report.data.nodes} />
                <ErrorTable errors={report.data.errors} />
                <ModelTable models={report.data.models} />
              </>
            )}
          </>
        )}
      </div>
    </div>
  );
}
