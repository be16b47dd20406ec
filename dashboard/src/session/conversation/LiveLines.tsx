/** The live part of a conversation, which is not saved yet. Screen readers announce lines once they are saved. */
import { texts } from "../../texts";
import type { Live } from "../model/live";
import styles from "./Conversation.module.css";

/** `utterance`: the agent's current words, if no saved line shows them; else empty. */
export function LiveLines({ live, utterance }: { live: Live; utterance: string }) {
  const labels = texts.session.conversation;
  const hearing = live.callerPartial !== "" || live.callerSpeaks;
  return (
    <ol className={styles.lines} aria-live="off">
      {live.unsaved.map(({ id, text }) => (
        <li key={id} className={`${styles.line ?? ""} ${styles.caller ?? ""} ${styles.unsure ?? ""}`}>
          <div className={styles.bubble}>{text}</div>
          <div className={styles.meta}>{labels.sending}</div>
        </li>
      ))}
      {utterance === "" ? null : (
        <li className={`${styles.line ?? ""} ${styles.agent ?? ""}`}>
          <div className={`${styles.bubble ?? ""} ${styles.spoken ?? ""}`}>{utterance}</div>
          <div className={styles.meta}>{labels.speaking}</div>
        </li>
      )}
      {hearing ? (
        <li className={`${styles.line ?? ""} ${styles.caller ?? ""} ${styles.unsure ?? ""}`}>
          <div className={styles.bubble}>{live.callerPartial}…</div>
          <div className={styles.meta}>{labels.hearing}</div>
        </li>
      ) : null}
      {live.agent === "thinking" && !hearing ? (
        <li className={`${styles.line ?? ""} ${styles.agent ?? ""} ${styles.unsure ?? ""}`}>
          <div className={`${styles.bubble ?? ""} ${styles.dots ?? ""}`}>
            <span className="unseen">{labels.thinking}</span>
            <i aria-hidden="true" />
            <i aria-hidden="true" />
            <i aria-hidden="true" />
          </div>
        </li>
      ) : null}
    </ol>
  );
}
