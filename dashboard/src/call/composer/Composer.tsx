/** Where the caller writes, presses keys, or keeps silent. Nothing that was written is lost. */
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { isOver, type Call, type CallSnapshot } from "../model/call";
import styles from "./Composer.module.css";
import { Keypad } from "./Keypad";
import { UnsentWords } from "./UnsentWords";
import { MOST, useComposed } from "./useComposed";

/** From here on it is told how many characters are left. */
const NEAR = 3_500;

export function Composer({ call, snapshot }: { call: Call; snapshot: CallSnapshot }) {
  const { mode, phase, live } = snapshot;
  const { text, write, send, onKeyDown } = useComposed(snapshot.sessionId ?? "new", (words) => call.say(words));
  const [keypad, setKeypad] = useState(false);
  const [keys, setKeys] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const over = isOver(snapshot);
  const left = MOST - text.trim().length;

  const listens = phase === "on";
  useEffect(() => {
    // In audio one speaks; M mutes only while nothing is being written.
    if (listens && mode !== "audio") field.current?.focus({ preventScroll: true });
  }, [listens, mode]);

  const pressed = (key: string) => {
    if (mode !== "simulate") call.press(key);
    else if (key === "#") sendKeys(keys + key);
    else setKeys(keys + key);
  };
  const sendKeys = (gathered: string) => {
    call.press(gathered);
    setKeys("");
  };

  return (
    <div className={styles.composer}>
      <UnsentWords unsent={snapshot.unsent} call={call} over={over} />
      {keypad ? (
        <Keypad
          gathered={mode === "simulate" ? keys : null}
          onPress={pressed}
          onSend={() => sendKeys(keys)}
          disabled={phase !== "on"}
        />
      ) : null}
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label htmlFor={id} className="unseen">
          Your words to the agent. Enter sends, Shift and Enter begin a new line.
        </label>
        <textarea
          ref={field}
          id={id}
          className={styles.field}
          rows={1}
          value={text}
          disabled={over}
          placeholder={
            over ? "The call is over." : mode === "audio" ? "Speak, or write here…" : "Say something… (Enter sends)"
          }
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          aria-invalid={left < 0}
          aria-describedby={text.length > NEAR ? `${id}-left` : undefined}
        />
        <Button type="submit" kind="primary" disabled={over || text.trim() === "" || left < 0}>
          Send
        </Button>
      </form>
      <div className={styles.foot}>
        <Button small kind="quiet" aria-expanded={keypad} onClick={() => setKeypad(!keypad)}>
          Keypad
        </Button>
        {mode === "simulate" ? (
          <Button
            small
            kind="quiet"
            disabled={over || live.agent !== "listening"}
            onClick={() => call.keepSilent()}
            title="As if the caller had said nothing for as long as the flow waits"
          >
            Keep silent
          </Button>
        ) : null}
        <span id={`${id}-left`} className={styles.left} data-over={left < 0} role="status">
          {text.length <= NEAR ? "" : left >= 0 ? `${left} characters left` : `${-left} characters too many`}
        </span>
      </div>
    </div>
  );
}
