/** One expression of a node: what it is for, how it is written, and what came of it; its error where it failed. */
import type { Ruling } from "./steps";
import styles from "./TurnPanel.module.css";
import { Value } from "../variables/Value";

const KEPT: Record<Ruling["kind"], string> = {
  condition: "It counts as false.",
  check: "It counts as false.",
  assign: "The variable keeps its old value.",
  value: "The variable keeps its old value.",
  text: "Its place in the text stays empty.",
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
            <strong>This expression failed.</strong> <code>{decision.error}</code> {KEPT[kind]}
          </p>
        ) : null}
      </div>
      <div className={styles.result}>
        {decision === null ? <span className={styles.soft}>not looked at</span> : <Value value={decision.value} />}
        {won ? <span className={styles.winner}>{kind === "condition" ? "won" : "goes on"}</span> : null}
      </div>
    </li>
  );
}
