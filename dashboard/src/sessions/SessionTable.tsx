/** Sessions, one per row. */
import { Link } from "wouter";
import type { FlowSummary, SessionSummary } from "../api/types";
import { paths } from "../nav/paths";
import { dateTimeText } from "../session/model/clock";
import { STATUS_KIND, versionText } from "../session/model/session-texts";
import { texts } from "../texts";
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
  const labels = texts.sessions;
  const names = new Map(flows.map(({ flowId, name }) => [flowId, name]));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{labels.began}</th>
            <th scope="col">{labels.flow}</th>
            <th scope="col">{labels.status}</th>
            <th scope="col">{labels.version}</th>
            <th scope="col">{labels.room}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ sessionId, flowId, flowVersion, status, roomName, createdAt }) => (
            <tr key={sessionId}>
              <th scope="row">
                <Link href={paths.session(sessionId)} className={styles.link} title={sessionId}>
                  <time dateTime={createdAt}>{ago(createdAt, now)}</time>
                </Link>
                <span className={styles.exact}>{dateTimeText(createdAt)}</span>
              </th>
              <td data-label={labels.flow}>{names.get(flowId) ?? flowId}</td>
              <td data-label={labels.status}>
                <span title={texts.session.status[status].meaning}>
                  <Badge kind={STATUS_KIND[status]}>{texts.session.status[status].text}</Badge>
                </span>
              </td>
              <td data-label={labels.version}>{versionText(flowVersion)}</td>
              <td data-label={labels.room} className={styles.room}>
                {roomName}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
