/** How far a replay has come. No live region: screen readers would speak with every step. */
import { texts } from "../texts";
import styles from "./proof.module.css";

/** `total` is null until the calls are chosen. */
export function ReplayProgress({ done, total }: { done: number; total: number | null }) {
  const words = texts.proof.progress;
  return (
    <div className={styles.progress}>
      {/* An element without a value shows that the end is not known. */}
      <progress aria-label={words.label} {...(total === null ? {} : { value: done, max: Math.max(total, 1) })} />
      <span className={styles.soft}>{total === null ? words.choosing : words.of(done, total)}</span>
    </div>
  );
}
