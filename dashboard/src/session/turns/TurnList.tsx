/** All turns, one a row: what was said, where the flow stood then, and how long it took. */
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { FlowDefinition, Session, Turn } from "../../api/types";
import { titleOf } from "../../flow/definition/node-title";
import { blocks, sameItems } from "../model/blocks";
import { timeOf } from "../model/clock";
import type { TurnTimes } from "../model/live";
import { failuresOf } from "./steps";
import { SmallBar } from "./Timing";
import styles from "./TurnList.module.css";
import { silenceInWords } from "../model/words";

interface Props {
  session: Session;
  definition: FlowDefinition | undefined;
  times: ReadonlyMap<string, TurnTimes> | undefined;
  selectedTurn: string | null;
  onSelectTurn: (turnId: string) => void;
}

interface Row {
  turn: Turn;
  previous: Turn | undefined;
  number: number;
  times: TurnTimes | undefined;
}

export function TurnList({ session, definition, times, selectedTurn, onSelectTurn }: Props) {
  const [rows] = useState(() => new Rows());
  const names = useMemo(() => new Map(definition?.nodes.map((node) => [node.id, titleOf(node)])), [definition]);
  if (session.turns.length === 0) return <p className={styles.nothing}>No turn has been taken yet.</p>;
  return (
    <div className={styles.turns}>
      {blocks(rows.of(session.turns, times)).map((block) => (
        <Block
          key={block[0]?.turn.turnId}
          rows={block}
          names={names}
          selected={block.some(({ turn }) => turn.turnId === selectedTurn) ? selectedTurn : null}
          onSelect={onSelectTurn}
        />
      ))}
    </div>
  );
}

/** A row that did not change stays the very same object. */
class Rows {
  private before = new Map<string, Row>();

  of(turns: readonly Turn[], times: ReadonlyMap<string, TurnTimes> | undefined): Row[] {
    const rows = turns.map((turn, index) => {
      const row = { turn, previous: turns[index - 1], number: index + 1, times: times?.get(turn.turnId) };
      const old = this.before.get(turn.turnId);
      const same =
        old?.turn === row.turn && old.previous === row.previous && old.number === row.number && old.times === row.times;
      return same ? old : row;
    });
    this.before = new Map(rows.map((row) => [row.turn.turnId, row]));
    return rows;
  }
}

interface BlockProps {
  rows: readonly Row[];
  names: ReadonlyMap<string, string>;
  selected: string | null;
  onSelect: (turnId: string) => void;
}

const Block = memo(
  function Block({ rows, names, selected, onSelect }: BlockProps) {
    return (
      <ol className={styles.block}>
        {rows.map((row) => (
          <TurnRow
            key={row.turn.turnId}
            row={row}
            names={names}
            selected={row.turn.turnId === selected}
            onSelect={onSelect}
          />
        ))}
      </ol>
    );
  },
  (before, now) =>
    sameItems(before.rows, now.rows) &&
    before.names === now.names &&
    before.selected === now.selected &&
    before.onSelect === now.onSelect,
);

interface RowProps {
  row: Row;
  names: ReadonlyMap<string, string>;
  selected: boolean;
  onSelect: (turnId: string) => void;
}

function TurnRow({ row: { turn, previous, number, times }, names, selected, onSelect }: RowProps) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) item.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const failures = failuresOf(turn);
  const last = turn.nodes.at(-1)?.nodeId;
  return (
    <li ref={item} className={styles.item}>
      <button
        type="button"
        className={styles.row}
        aria-current={selected ? "true" : undefined}
        // One stop for the Tab key; the arrow keys step from turn to turn.
        tabIndex={selected ? 0 : -1}
        onClick={() => {
          onSelect(turn.turnId);
        }}
      >
        <span className={styles.number}>
          <span className="unseen">Turn </span>
          {number}
        </span>
        <span className={styles.words}>
          {turn.input === null ? (
            <span className={styles.soft}>{silenceInWords(previous)}</span>
          ) : (
            <span>“{turn.input}”</span>
          )}
          <span className={styles.reply}>{turn.response}</span>
        </span>
        <span className={styles.place}>
          {last === undefined ? "" : (names.get(last) ?? last)}
          {failures > 0 ? <span className={styles.failed}>{failures} failed</span> : null}
          {turn.interrupted === undefined ? null : <span className={styles.broke}>interrupts</span>}
        </span>
        <span className={styles.time}>
          <SmallBar turn={turn} times={times} />
        </span>
        <time className={styles.at} dateTime={turn.at}>
          {timeOf(turn.at)}
        </time>
      </button>
    </li>
  );
}
