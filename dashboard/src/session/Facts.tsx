/** A session's facts in one strip: its state, its version, when, how long, and its addresses to copy. */
import { Fragment } from "react";
import { Link } from "wouter";
import type { Session } from "../api/types";
import { paths } from "../nav/paths";
import { Badge } from "../ui/Badge";
import { exactly, lasting, timeOf } from "./model/clock";
import { Copy } from "./Copy";
import styles from "./Facts.module.css";
import { modeInWords, STATUS, versionInWords } from "./model/words";

export function Facts({ session }: { session: Session }) {
  const status = STATUS[session.status];
  const link = paths.session(session.sessionId);
  const facts: readonly (readonly [string, string, string])[] = [
    ["Outcome", session.outcome ?? "", session.outcome ?? ""],
    ["Version", versionInWords(session.flowVersion).replace("version ", ""), versionInWords(session.flowVersion)],
    ["Mode", modeInWords(session), session.testMetadata?.roomName ?? ""],
    ["Began", timeOf(session.createdAt), exactly(session.createdAt)],
    ["Lasted", lasting(session.createdAt, session.updatedAt), `until ${exactly(session.updatedAt)}`],
  ];
  return (
    <div className={styles.facts}>
      <span title={status.means}>
        <Badge kind={status.kind}>{status.word}</Badge>
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
          Session
        </Link>
        <Copy text={session.sessionId}>Copy id</Copy>
        <Copy text={new URL(link, window.location.href).href}>Copy link</Copy>
      </span>
    </div>
  );
}
