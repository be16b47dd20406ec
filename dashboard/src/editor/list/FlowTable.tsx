/** The flows as a table; on a phone, each row is a card. */
import { Link } from "wouter";
import type { FlowSummary } from "../../api/types";
import { paths } from "../../nav/paths";
import { Badge } from "../../ui/Badge";
import { buttonClass } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";
import { draftState, versionWords } from "../frame/state";
import styles from "./list.module.css";
import { SessionsToday } from "./SessionsToday";

export function FlowTable({ flows }: { flows: readonly FlowSummary[] }) {
  const now = useNow();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Flow</th>
          <th scope="col">Version</th>
          <th scope="col">Draft</th>
          <th scope="col">Problems</th>
          <th scope="col" className={styles.number}>
            Sessions today
          </th>
          <th scope="col">Last change</th>
          <th scope="col">
            <span className="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.map((flow) => (
          <Row key={flow.flowId} flow={flow} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ flow, now }: { flow: FlowSummary; now: number }) {
  const state = draftState(flow);
  const published = flow.latestVersion !== null;
  const test = (mode: string) => paths.test(flow.flowId, { mode, version: published ? undefined : "draft" });
  const name = flow.name || flow.flowId;
  return (
    <tr>
      <th scope="row" className={styles.flow}>
        <Link href={paths.flow(flow.flowId)} className={styles.name}>
          {name}
        </Link>
        <code className={styles.id}>{flow.flowId}</code>
      </th>
      <td data-label="Version">
        <span className={published ? styles.version : styles.soft}>{versionWords(flow)}</span>
      </td>
      <td data-label="Draft">
        <Badge kind={state.kind}>{state.words}</Badge>
      </td>
      <td data-label="Problems">
        <Problems flow={flow} />
      </td>
      <td data-label="Sessions today" className={styles.number}>
        <SessionsToday flowId={flow.flowId} />
      </td>
      <td data-label="Last change" className={styles.when}>
        <When at={flow.updatedAt} now={now} />
      </td>
      <td className={styles.rowActions}>
        <Link href={test("chat")} className={buttonClass("plain", true)} aria-label={`Test chat: ${name}`}>
          Test chat
        </Link>
        <Link href={test("audio")} className={buttonClass("plain", true)} aria-label={`Test audio: ${name}`}>
          Test audio
        </Link>
        <Link
          href={paths.sessionsOf(flow.flowId)}
          className={buttonClass("quiet", true)}
          aria-label={`Sessions: ${name}`}
        >
          Sessions
        </Link>
      </td>
    </tr>
  );
}

function Problems({ flow }: { flow: FlowSummary }) {
  if (flow.warnings === null) {
    return (
      <span
        className={styles.soft}
        title="This draft was saved before problems were counted; save it again to count them."
      >
        not counted
      </span>
    );
  }
  if (flow.warnings === 0) return <span className={styles.soft}>none</span>;
  return (
    <Link href={paths.flow(flow.flowId)} className={styles.warnings}>
      {flow.warnings} warning{flow.warnings === 1 ? "" : "s"}
    </Link>
  );
}
