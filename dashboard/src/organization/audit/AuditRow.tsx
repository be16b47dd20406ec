/** One entry of the audit: a sentence, who and when, and its details. */
import { Link } from "wouter";
import type { AuditEntry } from "../../api/organization";
import { texts } from "../../texts";
import { When } from "../../ui/When";
import styles from "../organization.module.css";
import { addressOf } from "./audit-kinds";

export function AuditRow({ entry, now }: { entry: AuditEntry; now: number }) {
  const words = texts.audit;
  const { action, subject, by, at, detail } = entry;
  const sentence = Object.hasOwn(words.sentences, action) ? words.sentences[action] : undefined;
  const text = sentence === undefined ? `${action} ${subject}` : sentence(subject, detail);
  const address = addressOf(entry);
  const { override } = detail;
  return (
    <li>
      <div className={styles.what}>
        <span>
          <strong>{by}</strong> {address === null ? text : <Link href={address}>{text}</Link>}
        </span>
        {typeof override === "string" ? <span className={styles.small}>{words.override(override)}</span> : null}
        <span className={styles.small}>
          <When at={at} now={now} />
        </span>
        {Object.keys(detail).length === 0 ? null : (
          <details>
            <summary className={styles.small}>{words.details}</summary>
            <pre className={styles.details}>{JSON.stringify(detail, null, 2)}</pre>
          </details>
        )}
      </div>
    </li>
  );
}
