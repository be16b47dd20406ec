/** All turns, one per row: input and reply, the last node, and the time. */
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { FlowDefinition, Session, Turn } from "../../api/types";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { blocks, sameItems } from "../model/blocks";
import { timeText } from "../model/clock";
import type { TurnTimes } from "../model/live";
import { failuresOf } from "./steps";
import { SmallBar } from "./Timing";
import styles from "./TurnList.module.css";
import { noInputText } from "../model/session-texts";

const { turnList: labels } = texts.session;

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
  if (session.turns.length === 0) return <p className={styles.nothing}>{texts.session.turn.none}</p>;
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

/** Makes the rows at each read. An unchanged row stays the same object, so it does not render again. */
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
        // The Tab key stops once in the list; the arrow keys step through the turns.
        tabIndex={selected ? 0 : -1}
        onClick={() => {
          onSelect(turn.turnId);
        }}
      >
        <span className={styles.number}>
          <span className="unseen">{labels.turn} </span>
          {number}
        </span>
        <span className={styles.words}>
          {turn.input === null ? (
            <span className={styles.soft}>{noInputText(previous)}</span>
          ) : (
            <span>“{turn.input}”</span>
          )}
          <span className={styles.reply}>{turn.response}</span>
        </span>
        <span className={styles.place}>
          {last === undefined ? "" : (names.get(last) ?? last)}
          {failures > 0 ? <span className={styles.failed}>{labels.failed(failures)}</span> : null}
          {turn.interrupted === undefined ? null : <span className={styles.broke}>{labels.interrupts}</span>}
        </span>
        <span className={styles.time}>
          <SmallBar turn={turn} times={times} />
        </span>
        <time className={styles.at} dateTime={turn.at}>
          {timeText(turn.at)}
        </time>
      </button>
    </li>
  );
}
