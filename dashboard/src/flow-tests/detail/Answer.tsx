/** One answer of a tool or of a model, in place of the real one. */
import { useId } from "react";
import { isObject, type Json } from "../../api/json";
import type { Mock } from "../../api/types";
import { texts } from "../../texts";
import { answerKind, newAnswer, withField, type AnswerKind } from "../model/edits";
import styles from "./detail.module.css";
import { JsonField } from "./JsonField";

const words = texts.flowTests.answers;
const KINDS: readonly AnswerKind[] = ["tool", "model", "error"];
/** What few answers have. Such an answer is edited as JSON. */
const RARE: readonly (keyof Mock)[] = ["headers", "calls", "said"];

export function Answer({ answer, onChange }: { answer: Mock; onChange: (answer: Mock) => void }) {
  const id = useId();
  const kind = answerKind(answer);
  if (RARE.some((name) => answer[name] !== undefined)) {
    return (
      <JsonField
        label={words.json}
        value={answer}
        rows={4}
        rule={(value) => (isObject(value) ? null : words.jsonRule)}
        onValue={(value) => onChange(value ?? {})}
      />
    );
  }
  return (
    <div className={styles.answerFields}>
      <div className={styles.field}>
        <label htmlFor={`${id}-kind`}>{words.kind}</label>
        <select
          id={`${id}-kind`}
          value={kind}
          onChange={({ target }) => {
            const chosen = KINDS.find((each) => each === target.value);
            if (chosen !== undefined) onChange(newAnswer(chosen));
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {words.kinds[each]}
            </option>
          ))}
        </select>
      </div>
      {kind === "tool" ? (
        <>
          <div className={styles.field}>
            <label htmlFor={`${id}-status`}>{words.status}</label>
            <input
              id={`${id}-status`}
              type="number"
              min={100}
              max={599}
              required
              value={answer.status ?? ""}
              onChange={({ target }) => onChange(withField(answer, "status", target.valueAsNumber || 200))}
            />
          </div>
          <JsonField
            label={words.body}
            value={answer.body}
            rows={3}
            onValue={(value) => onChange(withField(answer, "body", value))}
          />
        </>
      ) : null}
      {kind === "model" ? (
        <>
          <div className={styles.field}>
            <label htmlFor={`${id}-reply`}>{words.reply}</label>
            <textarea
              id={`${id}-reply`}
              rows={2}
              maxLength={8000}
              value={answer.reply ?? ""}
              onChange={({ target }) => onChange(withField(answer, "reply", target.value))}
            />
          </div>
          <JsonField
            label={words.extracted}
            value={answer.extracted ?? undefined}
            rule={(value) => (isObject(value) ? null : words.jsonRule)}
            onValue={(value) => onChange(withField(answer, "extracted", value as Record<string, Json> | undefined))}
          />
        </>
      ) : null}
      {kind === "error" ? (
        <div className={styles.field}>
          <label htmlFor={`${id}-error`}>{words.error}</label>
          <input
            id={`${id}-error`}
            required
            maxLength={1000}
            value={answer.error ?? ""}
            onChange={({ target }) => onChange(withField(answer, "error", target.value))}
          />
        </div>
      ) : null}
    </div>
  );
}
