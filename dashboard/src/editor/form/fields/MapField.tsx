/** Names and their values, in an order that is kept: headers, a query, what is assigned. */
import { useState } from "react";
import { same, type Path } from "../../../flow/definition/json";
import { AutoText } from "../inputs/AutoText";
import { markOf, toldAt, toldWithin, type Form } from "../model/form";
import type { FieldProps } from "./FormField";
import styles from "../form.module.css";
import { mapOf, rowsFault, rowsFromText, rowsOf, rowsText, type Row } from "../model/rows";
import { RowList } from "../inputs/RowList";
import { faultOf, stored } from "../model/rules";
import type { Shape } from "../model/shape";
import { textOf } from "../model/text";
import { ProblemList } from "../inputs/ProblemList";
import { entryOf, hintOf, labelOf } from "../model/labels";

export function MapField({ form, name, shape, path, value }: FieldProps) {
  const [rows, setRows] = useRows(form, path, value, shape);
  const fault = rowsFault(rows);
  return (
    <fieldset className={styles.list} data-field={markOf(path)}>
      <legend className={styles.legend}>{labelOf(name)}</legend>
      <p className={styles.hint}>{hintOf(form.type, path)}</p>
      {fault === null ? null : <p className={styles.error}>{fault}</p>}
      <ProblemList told={toldAt(form, path)} />
      <RowList
        rows={rows}
        entry={entryOf(name)}
        disabled={form.disabled}
        mark={(row) => markOf([...path, row.name])}
        onRows={setRows}
        blank={() => ({ name: "", value: "" })}
      >
        {(row, index, entry) => (
          <MapRow
            form={form}
            shape={shape}
            path={[...path, row.name]}
            row={row}
            name={entry}
            onRow={(now) => setRows(rows.with(index, now))}
          />
        )}
      </RowList>
    </fieldset>
  );
}

interface RowProps {
  form: Form;
  shape: Shape;
  path: Path;
  row: Row;
  name: string;
  onRow: (row: Row) => void;
}

function MapRow({ form, shape, path, row, name, onRow }: RowProps) {
  const told = row.name === "" ? [] : toldWithin(form, path);
  const fault = shape.item && row.name !== "" ? faultOf(shape.item, row.value) : null;
  const code = shape.item?.kind === "expression";
  return (
    <div className={styles.cell}>
      <div className={styles.pair}>
        <input
          className={styles.mono}
          aria-label={`Name of ${name}`}
          placeholder="name"
          disabled={form.disabled}
          value={row.name}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => onRow({ ...row, name: event.target.value })}
        />
        <AutoText
          aria-label={`${code ? "Expression" : "Value"} of ${row.name || name}`}
          placeholder={code ? "expression" : "value"}
          rows={1}
          code={code}
          disabled={form.disabled}
          value={textOf(row.value)}
          onValue={(text) => onRow({ ...row, value: text })}
          {...(fault !== null || told.length > 0 ? { "aria-invalid": true } : {})}
        />
      </div>
      {fault === null ? <ProblemList told={told} /> : <span className={styles.error}>{fault}</span>}
    </div>
  );
}

/** The rows as they are typed; what is stored wins as soon as it is not what they say. */
function useRows(
  form: Form,
  path: Path,
  value: unknown,
  shape: Shape,
): [readonly Row[], (rows: readonly Row[]) => void] {
  const [typed, setTyped] = useState<readonly Row[]>(() => rowsOf(value));
  const unfinished = form.unfinished(path);
  const kept = unfinished === null ? null : rowsFromText(unfinished);
  const stale = kept === null && !same(mapOf(typed), mapOf(rowsOf(value)));
  const rows = kept ?? (stale ? rowsOf(value) : typed);
  const setRows = (now: readonly Row[]) => {
    setTyped(now);
    const fault = rowsFault(now);
    if (fault !== null) {
      form.keep(path, rowsText(now), fault);
      return;
    }
    form.set(path, stored(shape, mapOf(now)));
    form.settle(path);
  };
  return [rows, setRows];
}
