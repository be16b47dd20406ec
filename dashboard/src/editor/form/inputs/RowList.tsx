/** Rows of a list or a map: each with its tools, and the button that adds one. */
import type { ReactNode } from "react";
import { Button } from "../../../ui/Button";
import { moved } from "../model/form";
import styles from "../form.module.css";
import { RowTools } from "./RowTools";

interface Props<Row> {
  rows: readonly Row[];
  /** What one of them is called: "condition". */
  entry: string;
  disabled: boolean;
  /** Where a row has many fields. */
  cards?: boolean;
  /** For the problems that concern a row. */
  mark: (row: Row, index: number) => string;
  onRows: (rows: readonly Row[]) => void;
  blank: () => Row;
  /** `name`: of this row among the others. */
  children: (row: Row, index: number, name: string) => ReactNode;
}

export function RowList<Row>({ rows, entry, disabled, cards = false, mark, onRows, blank, children }: Props<Row>) {
  return (
    <>
      {rows.length > 0 ? (
        <ol className={styles.entries}>
          {rows.map((row, index) => {
            const name = `${entry} ${index + 1}`;
            return (
              <li key={index} className={cards ? styles.card : styles.row} data-field={mark(row, index)}>
                {children(row, index, name)}
                <RowTools
                  name={name}
                  index={index}
                  count={rows.length}
                  disabled={disabled}
                  onMove={(by) => onRows(moved(rows, index, by))}
                  onRemove={() => onRows(rows.toSpliced(index, 1))}
                />
              </li>
            );
          })}
        </ol>
      ) : null}
      {disabled ? (
        rows.length === 0 ? (
          <p className={styles.none}>None.</p>
        ) : null
      ) : (
        <Button small className={styles.add} onClick={() => onRows([...rows, blank()])}>
          <span aria-hidden="true">+</span> Add {entry}
        </Button>
      )}
    </>
  );
}
