/** What the caller does in a turn. */
import { useId } from "react";
import type { TestTurn } from "../../api/types";
import { texts } from "../../texts";
import { inputKind, withField, withInput, type InputKind } from "../model/edits";
import styles from "./detail.module.css";

const words = texts.flowTests.turn;
const KINDS: readonly InputKind[] = ["say", "press", "silence", "none"];

export function InputFields({ turn, onChange }: { turn: TestTurn; onChange: (turn: TestTurn) => void }) {
  const id = useId();
  const kind = inputKind(turn);
  return (
    <div className={styles.field}>
      <label htmlFor={`${id}-kind`}>{words.input}</label>
      <div className={styles.input}>
        <select
          id={`${id}-kind`}
          value={kind}
          onChange={(event) => {
            const chosen = KINDS.find((each) => each === event.target.value);
            if (chosen !== undefined) onChange(withInput(turn, chosen));
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {words.inputs[each]}
            </option>
          ))}
        </select>
        {kind === "say" ? (
          <textarea
            aria-label={words.words}
            rows={1}
            required
            maxLength={4000}
            value={turn.say ?? ""}
            onChange={(event) => onChange(withField(turn, "say", event.target.value))}
          />
        ) : null}
        {kind === "press" ? (
          <input
            aria-label={words.keys}
            required
            maxLength={64}
            pattern="[0-9*#A-Da-d]+"
            title={words.keysHint}
            value={turn.press ?? ""}
            onChange={(event) => onChange(withField(turn, "press", event.target.value))}
          />
        ) : null}
      </div>
    </div>
  );
}
