/** The calls that are on as a table. On a phone, each row is a card. */
import { Link } from "wouter";
import type { LiveCall } from "../api/calls/live";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { ago } from "../ui/ago";
import { Badge } from "../ui/Badge";
import { buttonClass } from "../ui/Button";
import list from "../ui/List.module.css";
import { useNow } from "../ui/useNow";
import { callName } from "./call-name";
import styles from "./live.module.css";

interface Props {
  calls: readonly LiveCall[];
  /** The session whose call is shown beside the table. */
  chosen: string | null;
}

export function CallTable({ calls, chosen }: Props) {
  const { columns, ...words } = texts.live;
  const now = useNow();
  return (
    <table className={list.table}>
      <thead>
        <tr>
          <th scope="col">{columns.call}</th>
          <th scope="col">{columns.flow}</th>
          <th scope="col">{columns.began}</th>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.people}</th>
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <tr key={call.sessionId} className={call.sessionId === chosen ? styles.chosen : undefined}>
            <th scope="row" className={list.first}>
              <span className={list.name}>{callName(call)}</span>
              {call.test ? <span className={list.small}>{words.test}</span> : null}
            </th>
            <td data-label={columns.flow}>
              <Link href={paths.flow(call.flowId)}>{call.flowName}</Link>
              {call.agentId === null ? null : <span className={list.small}>{call.agentId}</span>}
            </td>
            <td data-label={columns.began}>
              <time dateTime={call.startedAt}>{ago(call.startedAt, now)}</time>
            </td>
            <td data-label={columns.at}>
              {words.turn(call.turn)}
              {call.nodeId === null ? null : <code className={list.small}>{call.nodeId}</code>}
            </td>
            <td data-label={columns.people}>
              <People call={call} />
            </td>
            <td className={list.rowActions}>
              <Link
                href={paths.liveCall(call.sessionId)}
                className={buttonClass("plain", true)}
                aria-label={words.openCall(callName(call))}
                aria-current={call.sessionId === chosen ? "true" : undefined}
              >
                {words.open}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function People({ call: { worker, supervisors } }: { call: LiveCall }) {
  const words = texts.live;
  if (worker === null || supervisors === null) return <span className={list.soft}>{words.unknown}</span>;
  return (
    <ul className={styles.people}>
      <li>
        <Badge kind={worker ? "good" : "warning"}>{worker ? words.agent : words.noAgent}</Badge>
      </li>
      {supervisors.map(({ name, mode }, index) => (
        <li key={index}>
          <Badge kind={mode === "takeOver" ? "bad" : "accent"}>
            {mode === "takeOver" ? words.hasCall(name) : words.listens(name)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
