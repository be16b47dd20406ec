/** One line of the conversation: speaker, text, time, and the part of a reply that the caller did not hear. */
import { useEffect, useRef } from "react";
import { texts } from "../../texts";
import { timeText } from "../model/clock";
import styles from "./Conversation.module.css";
import { spokenUntil, type Line } from "./lines";

interface Props {
  line: Line;
  selected: boolean;
  /** The part spoken so far, while the agent speaks this line; else null. */
  spoken: string | null;
  onSelect: (turnId: string) => void;
}

export function ConversationLine({ line, selected, spoken, onSelect }: Props) {
  const labels = texts.session.conversation;
  const { utterance, number } = line;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const agent = utterance.role === "assistant";
  return (
    <li
      ref={row}
      className={`${styles.line ?? ""} ${(agent ? styles.agent : styles.caller) ?? ""}`}
      data-selected={selected}
      data-turn={utterance.turnId}
    >
      <div className={styles.bubble}>
        <span className="unseen">{agent ? labels.agent : labels.caller} </span>
        {spoken === null ? utterance.content : <Spoken content={utterance.content} spoken={spoken} />}
        {utterance.interrupted ? (
          <span className={styles.cut}>
            {line.unheard ? <s>{` ${line.unheard}`}</s> : null}
            <span className={styles.cutMark}>{labels.interrupted}</span>
          </span>
        ) : null}
      </div>
      <div className={styles.meta}>
        <time dateTime={utterance.at}>{timeText(utterance.at)}</time>
        {number > 0 ? (
          <button
            type="button"
            className={styles.pick}
            // There may be hundreds: the arrow keys step through the turns, so the Tab key skips them.
            tabIndex={-1}
            aria-pressed={selected}
            onClick={() => {
              onSelect(utterance.turnId);
            }}
          >
            {labels.turn(number)}
          </button>
        ) : null}
      </div>
    </li>
  );
}

function Spoken({ content, spoken }: { content: string; spoken: string }) {
  const until = spokenUntil(content, spoken);
  return (
    <>
      <span className={styles.spoken}>{content.slice(0, until)}</span>
      <span className={styles.unspoken}>{content.slice(until)}</span>
    </>
  );
}
