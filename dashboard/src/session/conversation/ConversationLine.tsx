/** One line of the conversation: who said what, when, and what of it was not heard. */
import { useEffect, useRef } from "react";
import { timeOf } from "../model/clock";
import styles from "./Conversation.module.css";
import { spokenUntil, type Line } from "./lines";

interface Props {
  line: Line;
  selected: boolean;
  /** What has been spoken of it so far, where it is being spoken. */
  spoken: string | null;
  onSelect: (turnId: string) => void;
}

export function ConversationLine({ line, selected, spoken, onSelect }: Props) {
  const { said, number } = line;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const agent = said.role === "assistant";
  return (
    <li
      ref={row}
      className={`${styles.line ?? ""} ${(agent ? styles.agent : styles.caller) ?? ""}`}
      data-selected={selected}
      data-turn={said.turnId}
    >
      <div className={styles.bubble}>
        <span className="unseen">{agent ? "Agent: " : "Caller: "}</span>
        {spoken === null ? said.content : <Spoken content={said.content} spoken={spoken} />}
        {said.interrupted ? (
          <span className={styles.cut}>
            {line.unheard ? <s>{` ${line.unheard}`}</s> : null}
            <span className={styles.cutMark}>Interrupted: the caller heard this much.</span>
          </span>
        ) : null}
      </div>
      <div className={styles.meta}>
        <time dateTime={said.at}>{timeOf(said.at)}</time>
        {number > 0 ? (
          <button
            type="button"
            className={styles.pick}
            // Hundreds of them: the arrow keys step through the turns instead of the Tab key.
            tabIndex={-1}
            aria-pressed={selected}
            onClick={() => {
              onSelect(said.turnId);
            }}
          >
            Turn {number}
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
      <span className={styles.said}>{content.slice(0, until)}</span>
      <span className={styles.unsaid}>{content.slice(until)}</span>
    </>
  );
}
