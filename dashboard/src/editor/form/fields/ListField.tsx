/** A list: of texts, or of objects that each have fields of their own. */
import { isObject } from "../../../api/json";
import { isList } from "../../../flow/definition/json";
import { AutoText } from "../inputs/AutoText";
import { blankEntry } from "../model/blank";
import { ChoiceEntry } from "./ChoiceEntry";
import { markOf, toldAt } from "../model/form";
import { FormFields, type FieldProps } from "./FormField";
import styles from "../form.module.css";
import { RowList } from "../inputs/RowList";
import { faultOf, stored } from "../model/rules";
import type { Shape } from "../model/shape";
import { textOf } from "../model/text";
import { ProblemList } from "../inputs/ProblemList";
import { entryOf, hintOf, labelOf } from "../model/labels";

export function ListField(props: FieldProps) {
  const { form, name, shape, path, value } = props;
  const list = isList(value) ? value : [];
  const fault = faultOf(shape, value);
  return (
    <fieldset className={styles.list} data-field={markOf(path)}>
      <legend className={styles.legend}>
        {labelOf(name)}
        {shape.required ? <span className={styles.soft}> (required)</span> : null}
      </legend>
      <p className={styles.hint}>{hintOf(form.type, path)}</p>
      {fault === null ? null : <p className={styles.error}>{fault}</p>}
      <ProblemList told={toldAt(form, path)} />
      <RowList
        rows={list}
        entry={entryOf(name)}
        disabled={form.disabled}
        cards={isCard(shape.item)}
        mark={(_item, index) => markOf([...path, index])}
        onRows={(now) => form.set(path, stored(shape, now))}
        blank={() => blankEntry(shape, list)}
      >
        {(item, index, entry) => <Entry {...props} item={item} index={index} entry={entry} />}
      </RowList>
    </fieldset>
  );
}

type EntryProps = FieldProps & { item: unknown; index: number; entry: string };

function Entry({ form, name, shape, path, item, index, entry }: EntryProps) {
  const here = [...path, index];
  const told = toldAt(form, here);
  if (shape.item?.plain) return <ChoiceEntry form={form} shape={shape.item} path={here} value={item} name={entry} />;
  if (isObject(item) && shape.item?.kind === "object") {
    return (
      <div className={styles.cardBody}>
        <ProblemList told={told} />
        <FormFields form={form} fields={inOrder(shape.item)} path={here} value={item} />
      </div>
    );
  }
  const fault = shape.item ? faultOf(shape.item, item) : null;
  return (
    <div className={styles.cell}>
      <AutoText
        aria-label={`${labelOf(name)}: ${entry}`}
        rows={1}
        disabled={form.disabled}
        value={textOf(item)}
        onValue={(text) => form.set(here, text)}
        {...(fault !== null || told.length > 0 ? { "aria-invalid": true } : {})}
      />
      {fault === null ? <ProblemList told={told} /> : <span className={styles.error}>{fault}</span>}
    </div>
  );
}

/** Of a condition one thinks first of its label and what it says. */
function inOrder(shape: Shape) {
  const label = shape.fields.filter(({ name }) => name === "label");
  const id = shape.fields.filter(({ name }) => name === "id");
  return [...label, ...shape.fields.filter(({ name }) => name !== "label" && name !== "id"), ...id];
}

function isCard(item: Shape | null): boolean {
  return item?.kind === "object" && !item.plain;
}
