/** A map whose order counts: headers, a query, or assignments. */
import { useState } from "react";
import { freeName } from "../../../flow/definition/free-id";
import { same, type Path } from "../../../flow/definition/json";
import type { Offer } from "../../../flow/definition/values/response-paths";
import { AutoText } from "../inputs/AutoText";
import { texts } from "../../../texts";
import { fieldKey, problemsAt, problemsWithin, textOf, type Form } from "../model/form";
import type { FieldProps } from "./field-props";
import styles from "../form.module.css";
import { mapOf, rowsError, rowsFromText, rowsOf, rowsText, type Row } from "../model/rows";
import { RowList } from "../inputs/RowList";
import { ruleError, storedValue } from "../model/rules";
import type { Shape } from "../model/shape";
import { ProblemList } from "../inputs/ProblemList";
import { entryOf, hintOf, labelOf } from "../model/labels";

export function MapField({ form, name, shape, path, value }: FieldProps) {
  const [rows, setRows] = useRows(form, path, value, shape);
  const error = rowsError(rows);
  return (
    <fieldset className={styles.list} data-field={fieldKey(path)}>
      <legend className={styles.legend}>{labelOf(name)}</legend>
      <p className={styles.hint}>{hintOf(form.type, path)}</p>
      {error === null ? null : <p className={styles.error}>{error}</p>}
      <ProblemList problems={problemsAt(form, path)} />
      <RowList
        rows={rows}
        entry={entryOf(name)}
        disabled={form.disabled}
        keyOf={(row) => fieldKey([...path, row.name])}
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
      {form.disabled ? null : (
        <Offers
          offers={form.offers?.(path) ?? []}
          onOffer={({ name, expression }) => {
            const kept = rows.filter((row) => row.name !== "" || row.value !== "");
            const names = kept.map((row) => row.name);
            setRows([...kept, { name: names.includes(name) ? freeName(name, names) : name, value: expression }]);
          }}
        />
      )}
    </fieldset>
  );
}

/** A choice of expressions to add, such as the values of a tool's last response. */
function Offers({ offers, onOffer }: { offers: readonly Offer[]; onOffer: (offer: Offer) => void }) {
  if (offers.length === 0) return null;
  return (
    <select
      className={styles.offers}
      aria-label={texts.form.offers}
      value=""
      onChange={(event) => {
        const chosen = offers.find(({ expression }) => expression === event.target.value);
        if (chosen !== undefined) onOffer(chosen);
      }}
    >
      <option value="">{texts.form.offers}…</option>
      {offers.map(({ expression, found }) => (
        <option key={expression} value={expression}>
          {texts.form.offer(expression, found)}
        </option>
      ))}
    </select>
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
  const problems = row.name === "" ? [] : problemsWithin(form, path);
  const error = shape.item && row.name !== "" ? ruleError(shape.item, row.value) : null;
  const words = texts.form;
  const code = shape.item?.kind === "expression";
  return (
    <div className={styles.cell}>
      <div className={styles.pair}>
        <input
          className={styles.mono}
          aria-label={words.rowName(name)}
          placeholder={words.namePlaceholder}
          disabled={form.disabled}
          value={row.name}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => onRow({ ...row, name: event.target.value })}
        />
        <AutoText
          aria-label={code ? words.rowExpression(row.name || name) : words.rowValue(row.name || name)}
          placeholder={code ? words.expressionPlaceholder : words.valuePlaceholder}
          rows={1}
          code={code}
          disabled={form.disabled}
          value={textOf(row.value)}
          onValue={(text) => onRow({ ...row, value: text })}
          {...(error !== null || problems.length > 0 ? { "aria-invalid": true } : {})}
        />
      </div>
      {error === null ? <ProblemList problems={problems} /> : <span className={styles.error}>{error}</span>}
    </div>
  );
}

/** The rows as typed. The stored value replaces them as soon as the two differ. */
function useRows(
  form: Form,
  path: Path,
  value: unknown,
  shape: Shape,
): [readonly Row[], (rows: readonly Row[]) => void] {
  const [typed, setTyped] = useState<readonly Row[]>(() => rowsOf(value));
  const unfinished = form.unfinished(path);
  const unfinishedRows = unfinished === null ? null : rowsFromText(unfinished);
  const stale = unfinishedRows === null && !same(mapOf(typed), mapOf(rowsOf(value)));
  const rows = unfinishedRows ?? (stale ? rowsOf(value) : typed);
  const setRows = (now: readonly Row[]) => {
    setTyped(now);
    const error = rowsError(now);
    if (error !== null) {
      form.setUnfinished(path, rowsText(now), error);
      return;
    }
    form.set(path, storedValue(shape, mapOf(now)));
    form.clearUnfinished(path);
  };
  return [rows, setRows];
}
