/** Sessions, one per row. */
import { Link } from "wouter";
import type { Agent, FlowSummary, FoundSession } from "../api/types";
import { paths } from "../nav/paths";
import { dateTimeText } from "../session/model/clock";
import { STATUS_KIND, versionText } from "../session/model/session-texts";
import { texts } from "../texts";
import { ago } from "../ui/ago";
import { Badge } from "../ui/Badge";
import { useNow } from "../ui/useNow";
import styles from "./SessionsPage.module.css";

interface Props {
  sessions: readonly FoundSession[];
  flows: readonly FlowSummary[];
  agents: readonly Agent[];
}

export function SessionTable({ sessions, flows, agents }: Props) {
  const now = useNow();
  const labels = texts.sessions;
  const flowNames = new Map(flows.map(({ flowId, name }) => [flowId, name]));
  const agentNames = new Map(agents.map(({ agentId, name }) => [agentId, name]));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{labels.began}</th>
            <th scope="col">{labels.callerOrRoom}</th>
            <th scope="col">{labels.flow}</th>
            <th scope="col">{labels.status}</th>
            <th scope="col">{labels.version}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.sessionId}>
              <th scope="row">
                <Link href={paths.session(session.sessionId)} className={styles.link} title={session.sessionId}>
                  <time dateTime={session.createdAt}>{ago(session.createdAt, now)}</time>
                </Link>
                <span className={styles.small}>{dateTimeText(session.createdAt)}</span>
              </th>
              <td data-label={labels.callerOrRoom}>
                {session.callerNumber ?? <span className={styles.room}>{session.roomName}</span>}
                {session.calledNumber === undefined ? null : (
                  <span className={styles.small}>{labels.calledAt(session.calledNumber)}</span>
                )}
              </td>
              <td data-label={labels.flow}>
                {flowNames.get(session.flowId) ?? session.flowId}
                {session.agentId === undefined ? null : (
                  <span className={styles.small}>
                    {labels.byAgent(agentNames.get(session.agentId) ?? session.agentId)}
                  </span>
                )}
              </td>
              <td data-label={labels.status}>
                <span title={texts.session.status[session.status].meaning}>
                  <Badge kind={STATUS_KIND[session.status]}>{texts.session.status[session.status].text}</Badge>
                </span>
                {session.outcome === undefined ? null : <span className={styles.small}>{session.outcome}</span>}
              </td>
              <td data-label={labels.version}>
                {versionText(session.flowVersion)}
                {session.testMode === undefined ? null : (
                  <span className={styles.small}>{labels.testModes[session.testMode]}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
