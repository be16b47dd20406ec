/** A value as JSON text. A text that is not valid stays in the field, and the form cannot be sent with it. */
import { useId, useState, type RefCallback } from "react";
import { equalJson } from "../../session/variables/variables";
import { jsonError } from "../../flow/definition/json-error";
import styles from "./detail.module.css";

interface Props {
  label: string;
  /** Undefined for no value: an empty text. */
  value: unknown;
  /** A rule for the parsed value; null if it is valid. */
  rule?: (value: unknown) => string | null;
  rows?: number;
  onValue: (value: unknown) => void;
}

export function JsonField({ label, value, rule, rows = 2, onValue }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null);
  const own = typed !== null && equalJson(typed.value, value) ? typed.text : null;
  const text = own ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  const error = errorIn(text, rule);
  const validity: RefCallback<HTMLTextAreaElement> = (field) => field?.setCustomValidity(error ?? "");
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        ref={validity}
        className={styles.json}
        rows={Math.min(12, Math.max(rows, text.split("\n").length))}
        spellCheck={false}
        value={text}
        aria-invalid={error !== null}
        {...(error === null ? {} : { "aria-describedby": `${id}-error` })}
        onChange={(event) => {
          const now = event.target.value;
          if (errorIn(now, rule) !== null) {
            setTyped({ text: now, value });
            return;
          }
          const parsed: unknown = now.trim() === "" ? undefined : JSON.parse(now);
          setTyped({ text: now, value: parsed });
          onValue(parsed);
        }}
      />
      {error === null ? null : (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function errorIn(text: string, rule: Props["rule"]): string | null {
  if (text.trim() === "") return null;
  return jsonError(text) ?? rule?.(JSON.parse(text)) ?? null;
}
