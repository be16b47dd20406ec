/** One line with a session's status, version, start and duration, and buttons to copy its ID and link. */
import { Fragment } from "react";
import { Link } from "wouter";
import type { Session } from "../api/types";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Badge } from "../ui/Badge";
import { CopyButton } from "../ui/copy/CopyButton";
import { dateTimeText, durationText, timeText } from "./model/clock";
import styles from "./Facts.module.css";
import { modeText, STATUS_KIND, versionText } from "./model/session-texts";

export function Facts({ session }: { session: Session }) {
  const labels = texts.session.facts;
  const status = texts.session.status[session.status];
  const { flowVersion, takeovers = [] } = session;
  const link = paths.session(session.sessionId);
  const facts: readonly (readonly [string, string, string])[] = [
    [labels.outcome, session.outcome ?? "", session.outcome ?? ""],
    [labels.version, flowVersion === "draft" ? texts.session.draft : String(flowVersion), versionText(flowVersion)],
    [labels.settings, session.settingsHash?.slice(0, 8) ?? "", labels.settingsOf(session.settingsHash ?? "")],
    [
      labels.model,
      (session.models ?? []).map(({ answeredBy }) => answeredBy).join(", "),
      (session.models ?? []).map(({ model, answeredBy }) => labels.answered(model, answeredBy)).join("\n"),
    ],
    [
      labels.takenOver,
      [...new Set(takeovers.map(({ by }) => by))].join(", "),
      takeovers.map(({ by, since, until }) => labels.spoke(by, timeText(since), until && timeText(until))).join("\n"),
    ],
    [labels.mode, modeText(session), session.testMetadata?.roomName ?? ""],
    [labels.began, timeText(session.createdAt), dateTimeText(session.createdAt)],
    [labels.lasted, durationText(session.createdAt, session.updatedAt), labels.until(dateTimeText(session.updatedAt))],
  ];
  return (
    <div className={styles.facts}>
      <span title={status.meaning}>
        <Badge kind={STATUS_KIND[session.status]}>{status.text}</Badge>
      </span>
      <dl className={styles.list}>
        {facts.map(([name, value, title]) =>
          value === "" ? null : (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd title={title}>{value}</dd>
            </Fragment>
          ),
        )}
      </dl>
      <span className={styles.copies}>
        <Link href={link} className={styles.link}>
          {labels.session}
        </Link>
        <CopyButton text={session.sessionId}>{labels.copyId}</CopyButton>
        <CopyButton text={new URL(link, window.location.href).href}>{labels.copyLink}</CopyButton>
      </span>
    </div>
  );
}
