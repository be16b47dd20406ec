/** The call that a test makes: its channel, its clock, the caller's number, and the variables of its first turn. */
import { useId } from "react";
import { isObject, type Json } from "../../api/json";
import type { FlowTest } from "../../api/types";
import { texts } from "../../texts";
import { withField } from "../model/edits";
import styles from "./detail.module.css";
import { JsonField } from "./JsonField";

const words = texts.flowTests.setting;
const CHANNELS = ["chat", "audio", "phone"] as const;

export function Setting({ test, onChange }: { test: FlowTest; onChange: (test: FlowTest) => void }) {
  const id = useId();
  return (
    <div className={styles.setting}>
      <div className={styles.field}>
        <label htmlFor={`${id}-channel`}>{words.channel}</label>
        <select
          id={`${id}-channel`}
          value={test.channel ?? "chat"}
          onChange={({ target }) =>
            onChange(withField(test, "channel", CHANNELS.find((each) => each === target.value) ?? "chat"))
          }
        >
          {CHANNELS.map((each) => (
            <option key={each} value={each}>
              {words.channels[each]}
            </option>
          ))}
        </select>
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}-number`}>{words.callerNumber}</label>
        <input
          id={`${id}-number`}
          inputMode="tel"
          maxLength={100}
          value={test.callerNumber ?? ""}
          onChange={({ target }) => onChange(withField(test, "callerNumber", target.value || undefined))}
        />
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}-clock`}>{words.clock}</label>
        <input
          id={`${id}-clock`}
          maxLength={40}
          placeholder="2026-06-01T12:00:00Z"
          pattern="\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}.*([Zz]|[+\-]\d{2}:\d{2})"
          title={words.clockRule}
          value={test.at ?? ""}
          aria-describedby={`${id}-clock-hint`}
          onChange={({ target }) => onChange(withField(test, "at", target.value || undefined))}
        />
        <p id={`${id}-clock-hint`} className={styles.hint}>
          {words.clockHint}
        </p>
      </div>
      <JsonField
        label={words.variables}
        value={test.variables ?? undefined}
        rule={(value) => (isObject(value) ? null : words.variablesRule)}
        onValue={(value) => onChange(withField(test, "variables", value as Record<string, Json> | undefined))}
      />
    </div>
  );
}
