/** The calls that would go another way, by the node at which they part: one cause, one entry. */
import { Link } from "wouter";
import type { FlowDefinition, ReplayedTurn, ReplayGroup } from "../api/types";
import { nodeById } from "../flow/definition/edits";
import { titleOf } from "../flow/definition/node-title";
import { KindName } from "../flow/kind/KindName";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Badge } from "../ui/Badge";
import styles from "./proof.module.css";

interface Props {
  groups: readonly ReplayGroup[];
  /** The version that was replayed, for the titles of its nodes. */
  definition: FlowDefinition | null;
}

export function ReplayGroups({ groups, definition }: Props) {
  return (
    <ol className={styles.groups}>
      {groups.map((group) => (
        <Group
          key={`${group.verdict} ${group.nodeId ?? ""} ${group.why ?? ""} ${group.mild}`}
          {...{ group, definition }}
        />
      ))}
    </ol>
  );
}

function Group({ group, definition }: { group: ReplayGroup; definition: FlowDefinition | null }) {
  const words = texts.proof.groups;
  const { recorded, now, turn } = group;
  const more = group.count - group.sessions.length;
  return (
    <li className={styles.group}>
      <div className={styles.groupHead}>
        {group.verdict === "cannot" ? (
          <Badge kind="neutral">{words.cannot}</Badge>
        ) : (
          <Badge kind={group.mild ? "warning" : "bad"}>{group.mild ? words.mild : words.differs}</Badge>
        )}
        <strong>{words.calls(group.count)}</strong>
        {group.nodeId === null ? null : (
          <>
            <span className={styles.soft}>{words.at}</span> <NodeName nodeId={group.nodeId} definition={definition} />
          </>
        )}
      </div>
      {group.why === undefined ? null : <p className={styles.soft}>{group.why}</p>}
      {recorded === undefined || now === undefined ? null : (
        <table className={styles.sides}>
          <caption>{words.turn(turn ?? 1)}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{words.part}</span>
              </th>
              <th scope="col">{words.recorded}</th>
              <th scope="col">{words.now}</th>
            </tr>
          </thead>
          <tbody>
            {group.parts.map((part) => (
              <tr key={part}>
                <th scope="row">{words.parts[part]}</th>
                <td>{valueOf(recorded, part)}</td>
                <td>{valueOf(now, part)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.sessions}>
        {words.sessions}{" "}
        {group.sessions.map((sessionId, index) => (
          <Link key={sessionId} href={paths.sessionAt(sessionId, index === 0 ? turn : undefined)} title={sessionId}>
            {words.call(index + 1)}
          </Link>
        ))}
        {more > 0 ? <span className={styles.soft}>{words.more(more)}</span> : null}
      </p>
    </li>
  );
}

function NodeName({ nodeId, definition }: { nodeId: string; definition: FlowDefinition | null }) {
  const node = definition === null ? undefined : nodeById(definition, nodeId);
  if (node === undefined) return <code>{nodeId}</code>;
  return (
    <span data-kind={node.type}>
      <KindName type={node.type} brief /> {titleOf(node)}
    </span>
  );
}

/** A part of a turn as text. */
function valueOf(turn: ReplayedTurn, part: ReplayGroup["parts"][number]): string {
  const { nothing } = texts.proof.groups;
  switch (part) {
    case "node":
      return turn.node ?? nothing;
    case "words":
      return turn.words || nothing;
    case "variables":
      return Object.entries(turn.variables)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join("\n");
    case "action":
      return turn.action.type === "transfer" ? `${turn.action.type} ${turn.action.to}` : turn.action.type;
    case "status":
      return texts.session.status[turn.status].text;
    case "tools":
      return turn.tools.join(", ") || nothing;
    default:
      return part satisfies never;
  }
}
