/** What is being said just now and is not saved yet. Screen readers hear it once it is. */
import styles from "./Conversation.module.css";
import type { Live } from "../model/live";

export function Underway({ live, agentWords }: { live: Live; agentWords: string }) {
  const hearing = live.callerPartial !== "" || live.callerSpeaks;
  return (
    <ol className={styles.lines} aria-live="off">
      {live.unsaved.map(({ id, text }) => (
        <li key={id} className={`${styles.line ?? ""} ${styles.caller ?? ""} ${styles.unsure ?? ""}`}>
          <div className={styles.bubble}>{text}</div>
          <div className={styles.meta}>Sending…</div>
        </li>
      ))}
      {agentWords === "" ? null : (
        <li className={`${styles.line ?? ""} ${styles.agent ?? ""}`}>
          <div className={`${styles.bubble ?? ""} ${styles.said ?? ""}`}>{agentWords}</div>
          <div className={styles.meta}>Being spoken…</div>
        </li>
      )}
      {hearing ? (
        <li className={`${styles.line ?? ""} ${styles.caller ?? ""} ${styles.unsure ?? ""}`}>
          <div className={styles.bubble}>{live.callerPartial}…</div>
          <div className={styles.meta}>Being heard…</div>
        </li>
      ) : null}
      {live.agent === "thinking" && !hearing ? (
        <li className={`${styles.line ?? ""} ${styles.agent ?? ""} ${styles.unsure ?? ""}`}>
          <div className={`${styles.bubble ?? ""} ${styles.dots ?? ""}`}>
            <span className="unseen">The agent is thinking.</span>
            <i aria-hidden="true" />
            <i aria-hidden="true" />
            <i aria-hidden="true" />
          </div>
        </li>
      ) : null}
    </ol>
  );
}
