/** One expression of a node: its purpose, its text, and its value or error. */
import { texts } from "../../texts";
import type { Ruling } from "./steps";
import styles from "./TurnPanel.module.css";
import { Value } from "../variables/Value";

const { expressions: labels } = texts.session;

/** The effect of a failed expression. */
const EFFECT: Record<Ruling["kind"], string> = {
  condition: labels.countsAsFalse,
  check: labels.countsAsFalse,
  assign: labels.keepsOldValue,
  value: labels.keepsOldValue,
  text: labels.staysEmpty,
};

export function RulingRow({ ruling }: { ruling: Ruling }) {
  const { decision, expression, label, kind, won } = ruling;
  const failed = decision?.error !== undefined;
  const state = decision === null ? "unseen" : failed ? "failed" : won ? "won" : decision.value === true ? "yes" : "no";
  return (
    <li className={styles.ruling} data-state={state}>
      <span className={styles.mark} aria-hidden="true">
        {{ unseen: "·", failed: "!", won: "✓", yes: "✓", no: "✕" }[state]}
      </span>
      <div className={styles.what}>
        <span className={styles.label}>{label}</span>
        {expression === null || expression === label ? null : <code className={styles.expression}>{expression}</code>}
        {failed ? (
          <p className={styles.error}>
            <strong>{labels.failed}</strong> <code>{decision.error}</code> {EFFECT[kind]}
          </p>
        ) : null}
      </div>
      <div className={styles.result}>
        {decision === null ? (
          <span className={styles.soft}>{labels.notEvaluated}</span>
        ) : (
          <Value value={decision.value} />
        )}
        {won ? <span className={styles.winner}>{kind === "condition" ? labels.won : labels.goesOn}</span> : null}
      </div>
    </li>
  );
}
