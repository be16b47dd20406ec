/** How the ended calls of a flow went: its versions side by side, its nodes, and the failures of tools and models. */
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { asFailure } from "../api/failure";
import { keys, readFlow } from "../api/flows";
import { readReport, versionKeys } from "../api/versions";
import { FlowHead } from "../nav/FlowHead";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { CHANNELS, choiceIn, DAYS, firstDay, isChannel } from "./model/report-choice";
import { ErrorTable } from "./report/ErrorTable";
import { NodeTable } from "./report/NodeTable";
import styles from "./report/report.module.css";
import { VersionColumns } from "./report/VersionColumns";

export default function ReportPage({ flowId }: { flowId: string }) {
  const words = texts.versions.report;
  const [params, setParams] = useSearchParams();
  const { days, channel } = choiceIn(params);
  const flow = useQuery({ queryKey: keys.version(flowId, "draft"), queryFn: () => readFlow(flowId, "draft") });
  const report = useQuery({
    queryKey: versionKeys.report(flowId, days, channel),
    queryFn: () => readReport(flowId, { from: firstDay(days, new Date()), ...(channel === null ? {} : { channel }) }),
    refetchInterval: ({ state }) => (state.data?.complete === false ? 1_000 : 15_000),
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
  const thrown = report.error ?? report.failureReason;
  return (
    <div className={styles.page}>
      <FlowHead flowId={flowId} name={flow.data?.name ?? flowId} current="report" />
      <div className={styles.content}>
        <div className={styles.form}>
          <Field label={words.period}>
            {(control) => (
              <select {...control} value={days} onChange={({ target }) => choose("days", target.value)}>
                {DAYS.map((number) => (
                  <option key={number} value={number}>
                    {words.days(number)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={words.channel}>
            {(control) => (
              <select
                {...control}
                value={channel ?? ""}
                onChange={({ target }) => choose("channel", isChannel(target.value) ? target.value : "")}
              >
                <option value="">{words.anyChannel}</option>
                {CHANNELS.map((each) => (
                  <option key={each} value={each}>
                    {words.channels[each]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        {thrown === null ? null : (
          <FailureNotice
            failure={asFailure(thrown)}
            onAgain={report.error === null ? null : () => void report.refetch()}
          />
        )}
        {report.data === undefined ? (
          report.error === null ? (
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
                <VersionColumns report={report.data} />
                <NodeTable nodes={report.data.nodes} definition={flow.data?.definition ?? null} flowId={flowId} />
                <ErrorTable errors={report.data.errors} />
              </>
            )}
          </>
        )}
      </div>
    </div>
  );
}
