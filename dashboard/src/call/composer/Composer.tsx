/** The caller writes messages, presses keys, or keeps silent. */
import { useEffect, useId, useRef, useState } from "react";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { isOver, type Call, type CallSnapshot } from "../model/call";
import { NO_KEYS, withKey } from "../model/key-input";
import styles from "./Composer.module.css";
import { Keypad } from "./Keypad";
import { UnsentMessages } from "./UnsentMessages";
import { MAX_LENGTH, useDraftMessage } from "./useDraftMessage";

/** Characters from which on the field shows how many are left. */
const NEAR_LIMIT = 3_500;

export function Composer({ call, snapshot }: { call: Call; snapshot: CallSnapshot }) {
  const { mode, phase, live } = snapshot;
  const { text, write, send, onKeyDown } = useDraftMessage(snapshot.sessionId ?? "new", (message) => call.say(message));
  const [keypad, setKeypad] = useState(false);
  const [collecting, setCollecting] = useState(NO_KEYS);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const over = isOver(snapshot);
  const left = MAX_LENGTH - text.trim().length;
  const { composer: labels } = texts.call;

  const on = phase === "on";
  useEffect(() => {
    // In audio the field gets no focus: the key M mutes only while the caller is not writing.
    if (on && mode !== "audio") field.current?.focus({ preventScroll: true });
  }, [on, mode]);

  const pressed = (key: string) => {
    if (mode !== "simulate") {
      call.press(key);
      return;
    }
    const { state, input } = withKey(collecting, key, snapshot.keys, Date.now());
    setCollecting(state);
    if (input !== null) call.press(input);
  };
  const sendKeys = () => {
    call.press(collecting.keys);
    setCollecting(NO_KEYS);
  };

  return (
    <div className={styles.composer}>
      <UnsentMessages messages={snapshot.unsent} call={call} over={over} />
      {keypad ? (
        <Keypad
          collected={mode === "simulate" ? collecting.keys : null}
          onPress={pressed}
          onSend={sendKeys}
          disabled={!on}
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
          {labels.label}
        </label>
        <textarea
          ref={field}
          id={id}
          className={styles.field}
          rows={1}
          value={text}
          disabled={over}
          placeholder={over ? labels.placeholderOver : mode === "audio" ? labels.placeholderAudio : labels.placeholder}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          aria-invalid={left < 0}
          aria-describedby={text.length > NEAR_LIMIT ? `${id}-left` : undefined}
        />
        <Button type="submit" kind="primary" disabled={over || text.trim() === "" || left < 0}>
          {labels.send}
        </Button>
      </form>
      <div className={styles.foot}>
        <Button small kind="quiet" aria-expanded={keypad} onClick={() => setKeypad(!keypad)}>
          {labels.keypad}
        </Button>
        {mode === "simulate" ? (
          <Button
            small
            kind="quiet"
            disabled={over || live.agent !== "listening"}
            onClick={() => call.keepSilent()}
            title={labels.keepSilentTitle}
          >
            {labels.keepSilent}
          </Button>
        ) : null}
        <span id={`${id}-left`} className={styles.left} data-over={left < 0} role="status">
          {text.length <= NEAR_LIMIT ? "" : left >= 0 ? labels.charactersLeft(left) : labels.charactersOver(-left)}
        </span>
      </div>
    </div>
  );
}
