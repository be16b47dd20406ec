/** The flows as a table. On a phone, each row is a card. */
import { Link } from "wouter";
import { MayLink } from "../../access/MayButton";
import type { FlowSummary } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { buttonClass } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";
import { DraftBadge } from "../frame/DraftBadge";
import { RowMenu, type FlowChange } from "./change/RowMenu";
import styles from "./list.module.css";
import { SessionsToday } from "./SessionsToday";

interface Props {
  flows: readonly FlowSummary[];
  onChange: (change: FlowChange, flow: FlowSummary) => void;
}

export function FlowTable({ flows, onChange }: Props) {
  const now = useNow();
  const { columns } = texts.flowList;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{columns.flow}</th>
          <th scope="col">{columns.version}</th>
          <th scope="col">{columns.draft}</th>
          <th scope="col">{columns.problems}</th>
          <th scope="col" className={styles.number}>
            {columns.sessionsToday}
          </th>
          <th scope="col">{columns.lastChange}</th>
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.map((flow) => (
          <Row key={flow.flowId} flow={flow} now={now} onChange={onChange} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  flow: FlowSummary;
  now: number;
  onChange: Props["onChange"];
}

function Row({ flow, now, onChange }: RowProps) {
  const { columns, notPublished, version } = texts.flowList;
  const { flowId, latestVersion } = flow;
  const name = flow.name || flowId;
  return (
    <tr>
      <th scope="row" className={styles.flow}>
        <Link href={paths.flow(flowId)} className={styles.name}>
          {name}
        </Link>
        <code className={styles.id}>{flowId}</code>
      </th>
      <td data-label={columns.version}>
        {latestVersion === null ? (
          <span className={styles.soft}>{notPublished}</span>
        ) : (
          <span className={styles.version}>{version(latestVersion)}</span>
        )}
      </td>
      <td data-label={columns.draft}>
        <DraftBadge flow={flow} />
      </td>
      <td data-label={columns.problems}>
        <Problems flow={flow} />
      </td>
      <td data-label={columns.sessionsToday} className={styles.number}>
        <SessionsToday flowId={flowId} />
      </td>
      <td data-label={columns.lastChange} className={styles.when}>
        <When at={flow.updatedAt} now={now} />
      </td>
      <td className={styles.rowActions}>
        <Actions flowId={flowId} name={name} version={latestVersion === null ? "draft" : undefined} />
        <RowMenu name={name} onChange={(change) => onChange(change, flow)} />
      </td>
    </tr>
  );
}

interface ActionsProps {
  flowId: string;
  name: string;
  /** The version to test; undefined for the published one. */
  version: string | undefined;
}

function Actions({ flowId, name, version }: ActionsProps) {
  const { testChat, testAudio, sessions, ofFlow } = texts.flowList;
  const tests = [
    { label: testChat, mode: "chat" },
    { label: testAudio, mode: "audio" },
  ] as const;
  return (
    <>
      {tests.map(({ label, mode }) => (
        <MayLink
          key={mode}
          need={`POST /api/flows/{flowId}/test-${mode}`}
          href={paths.test(flowId, { mode, version })}
          small
          aria-label={ofFlow(label, name)}
        >
          {label}
        </MayLink>
      ))}
      <Link href={paths.sessionsOf(flowId)} className={buttonClass("quiet", true)} aria-label={ofFlow(sessions, name)}>
        {sessions}
      </Link>
    </>
  );
}

function Problems({ flow }: { flow: FlowSummary }) {
  const { notCounted, notCountedHint, noProblems, warnings } = texts.flowList;
  if (flow.warnings === null) {
    return (
      <span className={styles.soft} title={notCountedHint}>
        {notCounted}
      </span>
    );
  }
  if (flow.warnings === 0) return <span className={styles.soft}>{noProblems}</span>;
  return (
    <Link href={paths.flow(flow.flowId)} className={styles.warnings}>
      {warnings(flow.warnings)}
    </Link>
  );
}
