/** The messages that did not reach the agent. The caller sends each again or dismisses it. */
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import type { Call, UnsentMessage } from "../model/call";
import styles from "./UnsentMessages.module.css";

interface Props {
  messages: readonly UnsentMessage[];
  call: Call;
  over: boolean;
}

export function UnsentMessages({ messages, call, over }: Props) {
  const { label, copy, resend } = texts.call.unsent;
  if (messages.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={label}>
      {messages.map(({ id, text }) => (
        <li key={id} className={styles.line}>
          <span className={styles.words}>
            <strong className={styles.mark}>{label}</strong> {text}
          </span>
          {over ? (
            <Button small kind="quiet" onClick={() => void navigator.clipboard.writeText(text)}>
              {copy}
            </Button>
          ) : (
            <Button small onClick={() => call.resend(id)}>
              {resend}
            </Button>
          )}
          <Button small kind="quiet" onClick={() => call.dismiss(id)}>
            {texts.common.dismiss}
          </Button>
        </li>
      ))}
    </ul>
  );
}
