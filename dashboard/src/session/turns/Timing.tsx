/** Where the time of one turn went: a bar of its parts, and what they are. */
import type { Turn } from "../../api/types";
import type { TurnTimes } from "../model/live";
import { millisInWords, PART_WORDS, timingInWords, timingOf } from "./timing";
import styles from "./Timing.module.css";

interface Props {
  turn: Turn;
  times: TurnTimes | undefined;
}

export function Timing({ turn, times }: Props) {
  const timing = timingOf(turn, times);
  if (timing.parts.length === 0) return <p className={styles.note}>It took no time worth telling.</p>;
  return (
    <div className={styles.timing}>
      <Bar turn={turn} times={times} />
      <ul className={styles.legend}>
        {timing.parts.map(({ part, millis }) => (
          <li key={part}>
            <span className={`${styles.swatch ?? ""} ${styles[part] ?? ""}`} aria-hidden="true" />
            {PART_WORDS[part]} <strong>{millisInWords(millis)}</strong>
          </li>
        ))}
        <li className={styles.total}>
          in all <strong>{millisInWords(timing.total)}</strong>
        </li>
      </ul>
      {timing.whole ? null : (
        <p className={styles.note}>
          From the trace alone: network, speech and saving are known only to the page in the call, once the reply
          begins.
        </p>
      )}
    </div>
  );
}

/** The bar alone. */
function Bar({ turn, times }: Props) {
  const timing = timingOf(turn, times);
  return (
    <span className={styles.bar} role="img" aria-label={timingInWords(timing)}>
      {timing.parts.map(({ part, millis }) => (
        <span key={part} className={styles[part]} style={{ flexGrow: (millis / timing.total) * 100 }} />
      ))}
    </span>
  );
}

/** Eight seconds are the whole width; a cube root, so that short turns can be told apart too. */
const LONGEST = 8000;

/** For a row: as long as the turn took. */
export function SmallBar({ turn, times }: Props) {
  const { total } = timingOf(turn, times);
  return (
    <span className={styles.small}>
      <span className={styles.track}>
        <span style={{ width: `${Math.max(4, Math.min(100, Math.cbrt(total / LONGEST) * 100))}%` }}>
          <Bar turn={turn} times={times} />
        </span>
      </span>
      <span className={styles.millis} aria-hidden="true">
        {millisInWords(total)}
      </span>
    </span>
  );
}
