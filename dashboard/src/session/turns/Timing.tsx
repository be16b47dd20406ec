/** One turn's time: a bar of its phases, and a legend. */
import type { Turn } from "../../api/types";
import { texts } from "../../texts";
import type { TurnTimes } from "../model/live";
import { millisText, timingOf, timingText } from "./timing";
import styles from "./Timing.module.css";

const { timing: labels } = texts.session;

interface Props {
  turn: Turn;
  times: TurnTimes | undefined;
}

export function Timing({ turn, times }: Props) {
  const timing = timingOf(turn, times);
  if (timing.phases.length === 0) return <p className={styles.note}>{labels.none}</p>;
  return (
    <div className={styles.timing}>
      <Bar turn={turn} times={times} />
      <ul className={styles.legend}>
        {timing.phases.map(({ phase, millis }) => (
          <li key={phase}>
            <span className={`${styles.swatch ?? ""} ${styles[phase] ?? ""}`} aria-hidden="true" />
            {labels.phases[phase]} <strong>{millisText(millis)}</strong>
          </li>
        ))}
        <li className={styles.total}>
          {labels.total} <strong>{millisText(timing.total)}</strong>
        </li>
        {timing.firstWord === null ? null : (
          <li className={styles.total}>
            {labels.firstWord} <strong>{millisText(timing.firstWord)}</strong>
          </li>
        )}
      </ul>
      {timing.complete ? null : <p className={styles.note}>{labels.traceOnly}</p>}
    </div>
  );
}

function Bar({ turn, times }: Props) {
  const timing = timingOf(turn, times);
  return (
    <span className={styles.bar} role="img" aria-label={timingText(timing)}>
      {timing.phases.map(({ phase, millis }) => (
        <span key={phase} className={styles[phase]} style={{ flexGrow: (millis / timing.total) * 100 }} />
      ))}
    </span>
  );
}

/** Milliseconds of the full width. The width grows with the cube root, so short turns differ visibly, too. */
const FULL_WIDTH_MILLIS = 8_000;

/** A bar for a table row. Its width is the turn's time. */
export function SmallBar({ turn, times }: Props) {
  const { total } = timingOf(turn, times);
  return (
    <span className={styles.small}>
      <span className={styles.track}>
        <span style={{ width: `${Math.max(4, Math.min(100, Math.cbrt(total / FULL_WIDTH_MILLIS) * 100))}%` }}>
          <Bar turn={turn} times={times} />
        </span>
      </span>
      <span className={styles.millis} aria-hidden="true">
        {millisText(total)}
      </span>
    </span>
  );
}
