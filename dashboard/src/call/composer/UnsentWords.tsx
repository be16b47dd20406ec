/** Words that did not reach the agent: they stand here until they are sent again or put away. */
import { Button } from "../../ui/Button";
import type { Call, Unsent } from "../model/call";
import styles from "./UnsentWords.module.css";

export function UnsentWords({ unsent, call, over }: { unsent: readonly Unsent[]; call: Call; over: boolean }) {
  if (unsent.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Not sent">
      {unsent.map((line) => (
        <li key={line.id} className={styles.line}>
          <span className={styles.words}>
            <strong className={styles.mark}>Not sent</strong> {line.text}
          </span>
          {over ? (
            <Button small kind="quiet" onClick={() => void navigator.clipboard.writeText(line.text)}>
              Copy
            </Button>
          ) : (
            <Button small onClick={() => call.sayAgain(line.id)}>
              Send again
            </Button>
          )}
          <Button small kind="quiet" onClick={() => call.putAway(line.id)}>
            Put away
          </Button>
        </li>
      ))}
    </ul>
  );
}
