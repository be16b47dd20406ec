/** A telephone keypad. */
import { texts } from "../../texts";
import styles from "./Keypad.module.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

interface Props {
  /** The keys to send together, if each key alone would be a turn; null if each key is sent at once. */
  collected: string | null;
  onPress: (key: string) => void;
  onSend: () => void;
  disabled: boolean;
}

export function Keypad({ collected, onPress, onSend, disabled }: Props) {
  const labels = texts.call.keypad;
  const names: Partial<Record<string, string>> = { "*": labels.star, "#": labels.hash };
  return (
    <div className={styles.keypad} role="group" aria-label={texts.call.composer.keypad}>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className={styles.key}
          disabled={disabled}
          aria-label={names[key] ?? key}
          onClick={() => onPress(key)}
        >
          {key}
        </button>
      ))}
      {collected === null ? (
        <p className={styles.hint}>{labels.hint}</p>
      ) : (
        <button type="button" className={styles.send} disabled={disabled || collected === ""} onClick={onSend}>
          {labels.send} <output className={styles.gathered}>{collected}</output>
        </button>
      )}
    </div>
  );
}
