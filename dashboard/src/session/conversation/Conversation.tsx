/** The conversation of a session, with the live part of a call. */
import { memo, useEffect, useMemo, useState } from "react";
import type { Session } from "../../api/types";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { blocks, sameItems } from "../model/blocks";
import styles from "./Conversation.module.css";
import { ConversationLine } from "./ConversationLine";
import { Lines, lineSpoken, type Line } from "./lines";
import type { Live } from "../model/live";
import { LiveLines } from "./LiveLines";
import { useFollowEnd } from "./useFollowEnd";

interface Props {
  session: Session;
  live: Live | undefined;
  selectedTurn: string | null;
  onSelectTurn: (turnId: string) => void;
  /** How the session ended, as text; null while the session is open. */
  end: string | null;
}

export function Conversation({ session, live, selectedTurn, onSelectTurn, end }: Props) {
  const [lineCache] = useState(() => new Lines());
  const lines = useMemo(() => lineCache.of(session), [lineCache, session]);
  const labels = texts.session.conversation;
  const { scroller, content, follows, toEnd } = useFollowEnd();
  const partial = live?.agentPartial ?? null;
  const speaking = lineSpoken(lines, partial);

  useEffect(() => {
    const box = scroller.current;
    const pick = (event: MouseEvent) => {
      const line = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-turn]") : null;
      // A user who selects text to copy it does not select the turn.
      if (line?.dataset.turn !== undefined && window.getSelection()?.isCollapsed !== false)
        onSelectTurn(line.dataset.turn);
    };
    box?.addEventListener("click", pick);
    return () => box?.removeEventListener("click", pick);
  }, [scroller, onSelectTurn]);

  return (
    <div className={styles.conversation}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs keyboard access */}
      <div className={styles.scroller} ref={scroller} tabIndex={0} role="region" aria-label={labels.region}>
        <div ref={content} className={styles.content}>
          {lines.length === 0 && (live === undefined || live.unsaved.length === 0) ? (
            <p className={styles.nothing}>{end === null ? labels.emptyLive : labels.empty}</p>
          ) : null}
          <div role="log" aria-label={labels.log} aria-live={live === undefined ? "off" : "polite"}>
            {blocks(lines).map((block) => (
              <Block
                key={block[0]?.key}
                lines={block}
                selected={block.some((line) => line.utterance.turnId === selectedTurn) ? selectedTurn : null}
                speaking={speaking !== null && block.includes(speaking) ? speaking.key : null}
                spoken={speaking !== null && block.includes(speaking) ? (partial?.text ?? "") : null}
                onSelect={onSelectTurn}
              />
            ))}
          </div>
          {live === undefined ? null : (
            <LiveLines live={live} utterance={speaking === null ? (partial?.text ?? "") : ""} />
          )}
          {end === null ? null : <p className={styles.end}>{end}</p>}
        </div>
      </div>
      {follows ? null : (
        <div className={styles.newest}>
          <Button small onClick={toEnd}>
            <span aria-hidden="true">↓</span> {labels.newest}
          </Button>
        </div>
      )}
    </div>
  );
}

interface BlockProps {
  lines: readonly Line[];
  selected: string | null;
  speaking: string | null;
  spoken: string | null;
  onSelect: (turnId: string) => void;
}

const Block = memo(
  function Block({ lines, selected, speaking, spoken, onSelect }: BlockProps) {
    return (
      <ol className={`${styles.lines ?? ""} ${styles.block ?? ""}`}>
        {lines.map((line) => (
          <ConversationLine
            key={line.key}
            line={line}
            selected={selected === line.utterance.turnId}
            spoken={speaking === line.key ? spoken : null}
            onSelect={onSelect}
          />
        ))}
      </ol>
    );
  },
  (before, now) =>
    sameItems(before.lines, now.lines) &&
    before.selected === now.selected &&
    before.speaking === now.speaking &&
    before.spoken === now.spoken &&
    before.onSelect === now.onSelect,
);
