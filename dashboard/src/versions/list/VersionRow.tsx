/** One version in the list, with what can be done with it. */
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useRefusal } from "../../access/access";
import { MayButton } from "../../access/MayButton";
import type { FlowVersion } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Menu } from "../../ui/Menu";
import { When } from "../../ui/When";
import type { Changes } from "../changes/useChanges";
import type { Giver } from "../model/givers";
import { sharesOf, takenBack } from "../model/shares";
import styles from "./VersionTable.module.css";

interface Props {
  flowId: string;
  version: FlowVersion;
  latest: number;
  givers: readonly Giver[];
  now: number;
  changes: Changes;
  /** The checkbox that chooses the version to compare. */
  choice: ReactNode;
  onRollOut: (version: number) => void;
}

export function VersionRow({ flowId, version, latest, givers, now, changes, choice, onRollOut }: Props) {
  const words = texts.versions;
  const { columns } = words;
  const [, go] = useLocation();
  const notRestored = useRefusal("POST /api/flows/{flowId}/versions/{version}/restore");
  const { version: number, at, by, note, override, sessions } = version;
  const given = givers.flatMap((giver) =>
    sharesOf(giver.given, latest)
      .filter((share) => share.version === number)
      .map(({ percent }) => ({ giver, percent })),
  );
  const moved = (version.models ?? []).flatMap(({ before, ...model }) =>
    before === undefined ? [] : [{ ...model, before }],
  );
  const canTakeBack = givers.some(({ given: all }) => takenBack(all, number, latest) !== null);
  const menu = (
    <>
      {words.menu} <span className="unseen">{words.ofVersion(number)}</span>
    </>
  );
  return (
    <tr>
      <td className={styles.choose}>{choice}</td>
      <th scope="row">
        <div className={styles.name}>
          <Link href={paths.flow(flowId, String(number))} className={styles.version}>
            {words.version(number)}
          </Link>
          {number === latest ? <Badge kind="accent">{words.newest}</Badge> : null}
          {given.map(({ giver, percent }) => (
            <Badge key={`${giver.kind} ${giver.id}`} kind="good">
              {words.given(percent, giver.name)}
            </Badge>
          ))}
        </div>
      </th>
      <td data-label={columns.published} className={styles.soft}>
        {at === null ? words.unknownTime : <When at={at} now={now} />}
        {by === null ? null : <span className={styles.by}>{words.by(by)}</span>}
      </td>
      <td data-label={columns.note} className={styles.note}>
        {note ?? <span className={styles.soft}>{words.noNote}</span>}
        {override === undefined ? null : <span className={styles.override}>{words.overrideReason(override)}</span>}
        {moved.map(({ model, answeredBy, before, since }) => (
          <span key={model} className={styles.moved}>
            {words.modelMoved(answeredBy, before)} <When at={since} now={now} />
          </span>
        ))}
      </td>
      <td data-label={columns.sessions} className={styles.number}>
        {sessions}
      </td>
      <td className={styles.actions}>
        {canTakeBack ? (
          <MayButton
            need="PUT /api/agents/{agentId}"
            small
            disabled={changes.busy}
            aria-label={words.takeBackOf(number)}
            onClick={() => void changes.takeBack(number, givers, latest)}
          >
            {words.takeBack}
          </MayButton>
        ) : null}
        <MayButton
          need="PUT /api/agents/{agentId}"
          small
          kind="quiet"
          aria-label={words.rollOut(number)}
          onClick={() => onRollOut(number)}
        >
          {words.rollOutShort}
        </MayButton>
        <Menu
          small
          kind="quiet"
          label={menu}
          items={[
            { label: words.open, onSelect: () => go(paths.flow(flowId, String(number))) },
            { label: words.compareWithDraft, onSelect: () => go(paths.compare(flowId, String(number), "draft")) },
            { label: words.replay, onSelect: () => go(paths.replay(flowId, String(number))) },
            {
              label: words.restore,
              hint: words.restoreHint,
              refusal: notRestored,
              onSelect: () => void changes.restore(number),
            },
          ]}
        />
      </td>
    </tr>
  );
}
