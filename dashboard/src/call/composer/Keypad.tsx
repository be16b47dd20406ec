/** The keys of a telephone. */
import styles from "./Keypad.module.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

interface Props {
  /** Keys gathered before they are sent together, where each alone would be a turn; null: each goes at once. */
  gathered: string | null;
  onPress: (key: string) => void;
  onSend: () => void;
  disabled: boolean;
}

export function Keypad({ gathered, onPress, onSend, disabled }: Props) {
  return (
    <div className={styles.keypad} role="group" aria-label="Keypad">
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className={styles.key}
          disabled={disabled}
          aria-label={NAMES[key] ?? key}
          onClick={() => onPress(key)}
        >
          {key}
        </button>
      ))}
      {gathered === null ? (
        <p className={styles.hint}>Keys pressed within two seconds, or up to #, are one input.</p>
      ) : (
        <button type="button" className={styles.send} disabled={disabled || gathered === ""} onClick={onSend}>
          Send keys <output className={styles.gathered}>{gathered}</output>
        </button>
      )}
    </div>
  );
}

const NAMES: Partial<Record<string, string>> = { "*": "star", "#": "hash" };
