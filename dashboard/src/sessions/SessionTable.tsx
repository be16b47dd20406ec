/** Sessions, one a row. */
import { Link } from "wouter";
import type { FlowSummary, SessionSummary } from "../api/types";
import { paths } from "../nav/paths";
import { exactly } from "../session/model/clock";
import { STATUS, versionInWords } from "../session/model/words";
import { ago } from "../ui/ago";
import { Badge } from "../ui/Badge";
import { useNow } from "../ui/useNow";
import styles from "./SessionsPage.module.css";

export function SessionTable({
  sessions,
  flows,
}: {
  sessions: readonly SessionSummary[];
  flows: readonly FlowSummary[];
}) {
  const now = useNow();
  const names = new Map(flows.map(({ flowId, name }) => [flowId, name]));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col">Flow</th>
            <th scope="col">Status</th>
            <th scope="col">Version</th>
            <th scope="col">Room</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ sessionId, flowId, flowVersion, status, roomName, createdAt }) => (
            <tr key={sessionId}>
              <th scope="row">
                <Link href={paths.session(sessionId)} className={styles.link} title={sessionId}>
                  <time dateTime={createdAt}>{ago(createdAt, now)}</time>
                </Link>
                <span className={styles.exact}>{exactly(createdAt)}</span>
              </th>
              <td data-label="Flow">{names.get(flowId) ?? flowId}</td>
              <td data-label="Status">
                <span title={STATUS[status].means}>
                  <Badge kind={STATUS[status].kind}>{STATUS[status].word}</Badge>
                </span>
              </td>
              <td data-label="Version">{versionInWords(flowVersion)}</td>
              <td data-label="Room" className={styles.room}>
                {roomName}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
