/** One expression of a node: its purpose, its text, and its value or error. */
import { texts } from "../../texts";
import type { Decision } from "../../api/types";
import { field, line } from "../../flow/definition/read";
import { isUnderstood, type Evaluation } from "./steps";
import styles from "./TurnPanel.module.css";
import { Value } from "../variables/Value";

const { expressions: labels } = texts.session;

/** The effect of a failed expression. */
const EFFECT: Record<Evaluation["kind"], string> = {
  condition: labels.countsAsFalse,
  check: labels.countsAsFalse,
  assign: labels.keepsOldValue,
  value: labels.keepsOldValue,
  text: labels.staysEmpty,
  reading: "",
};

export function EvaluationRow({ evaluation }: { evaluation: Evaluation }) {
  const { decision, expression, label, kind, chosen } = evaluation;
  const failed = decision?.error !== undefined;
  const state =
    decision === null ? "notEvaluated" : failed ? "failed" : chosen ? "chosen" : isYes(decision, kind) ? "yes" : "no";
  return (
    <li className={styles.evaluation} data-state={state}>
      <span className={styles.mark} aria-hidden="true">
        {{ notEvaluated: "·", failed: "!", chosen: "✓", yes: "✓", no: "✕" }[state]}
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
          <Result decision={decision} kind={kind} />
        )}
        {chosen ? <span className={styles.chosen}>{kind === "condition" ? labels.chosen : labels.goesOn}</span> : null}
      </div>
    </li>
  );
}

function isYes(decision: Decision, kind: Evaluation["kind"]): boolean {
  return kind === "reading" ? isUnderstood(decision) : decision.value === true;
}

/** The value of an expression, or why an answer was not understood. */
function Result({ decision, kind }: { decision: Decision; kind: Evaluation["kind"] }) {
  if (kind !== "reading") return <Value value={decision.value} />;
  const { understood, notUnderstood } = texts.session.reading;
  const reason = isUnderstood(decision) ? understood : line(field(decision.value, "noMatch")) || notUnderstood;
  return <span className={styles.soft}>{reason}</span>;
}
