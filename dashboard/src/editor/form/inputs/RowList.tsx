/** The rows of a list or a map, the buttons that move and remove a row, and the button that adds one. */
import type { ReactNode } from "react";
import { texts } from "../../../texts";
import { Button, IconButton } from "../../../ui/Button";
import styles from "../form.module.css";

interface Props<Row> {
  rows: readonly Row[];
  /** The name of one entry: "condition". */
  entry: string;
  disabled: boolean;
  /** Rows with many fields are drawn as cards. */
  cards?: boolean;
  /** The `data-field` key of a row. */
  keyOf: (row: Row, index: number) => string;
  onRows: (rows: readonly Row[]) => void;
  blank: () => Row;
  /** `name`: the accessible name of this row, "condition 2". */
  children: (row: Row, index: number, name: string) => ReactNode;
}

export function RowList<Row>({ rows, entry, disabled, cards = false, keyOf, onRows, blank, children }: Props<Row>) {
  return (
    <>
      {rows.length > 0 ? (
        <ol className={styles.entries}>
          {rows.map((row, index) => {
            const name = texts.form.entryName(entry, index + 1);
            return (
              <li key={index} className={cards ? styles.card : styles.row} data-field={keyOf(row, index)}>
                {children(row, index, name)}
                {disabled ? null : (
                  <RowButtons
                    name={name}
                    index={index}
                    count={rows.length}
                    onMove={(by) => onRows(moveEntry(rows, index, by))}
                    onRemove={() => onRows(rows.toSpliced(index, 1))}
                  />
                )}
              </li>
            );
          })}
        </ol>
      ) : null}
      {disabled ? (
        rows.length === 0 ? (
          <p className={styles.none}>{texts.form.none}</p>
        ) : null
      ) : (
        <Button small className={styles.add} onClick={() => onRows([...rows, blank()])}>
          <span aria-hidden="true">+</span> {texts.form.add(entry)}
        </Button>
      )}
    </>
  );
}

interface RowButtonsProps {
  /** The accessible name of the row. */
  name: string;
  index: number;
  /** The number of rows. */
  count: number;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function RowButtons({ name, index, count, onMove, onRemove }: RowButtonsProps) {
  const words = texts.form;
  return (
    <span className={styles.tools}>
      {count > 1 ? (
        <>
          <IconButton small label={words.moveUp(name)} disabled={index === 0} onClick={() => onMove(-1)}>
            <span aria-hidden="true">↑</span>
          </IconButton>
          <IconButton small label={words.moveDown(name)} disabled={index === count - 1} onClick={() => onMove(1)}>
            <span aria-hidden="true">↓</span>
          </IconButton>
        </>
      ) : null}
      <IconButton small label={words.remove(name)} onClick={onRemove}>
        <span aria-hidden="true">✕</span>
      </IconButton>
    </span>
  );
}

/** Move the entry at `from` up or down by one. */
function moveEntry<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const entry = list[from];
  const to = from + by;
  if (entry === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, entry);
}
