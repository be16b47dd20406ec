/** A list: of texts, or of objects that each have fields of their own. */
import { Button } from "../../ui/Button";
import { at, isList, isObject } from "../json";
import { AutoText } from "./AutoText";
import { ChoiceEntry } from "./ChoiceEntry";
import { markOf, moved, toldAt } from "./form";
import { FormFields, type FieldProps } from "./FormField";
import styles from "./form.module.css";
import { blankEntry } from "./blank";
import { RowTools } from "./RowTools";
import { faultOf, stored } from "./rules";
import type { Shape } from "./shape";
import { textOf } from "./text";
import { ToldList } from "./ToldList";
import { entryOf, hintOf, labelOf } from "./words";

export function ListField(props: FieldProps) {
  const { form, name, shape, path, value } = props;
  const list = isList(value) ? value : [];
  const entry = entryOf(name);
  const fault = faultOf(shape, value);
  const setList = (now: readonly unknown[]) => form.set(path, stored(shape, now));
  return (
    <fieldset className={styles.list} data-field={markOf(path)}>
      <legend className={styles.legend}>
        {labelOf(name)}
        {shape.required ? <span className={styles.soft}> (required)</span> : null}
      </legend>
      <p className={styles.hint}>{hintOf(form.type, path)}</p>
      {fault === null ? null : <p className={styles.error}>{fault}</p>}
      <ToldList told={toldAt(form, path)} />
      {list.length > 0 ? (
        <ol className={styles.entries}>
          {list.map((item, index) => (
            <li
              key={index}
              className={isCard(shape.item, shape) ? styles.card : styles.row}
              data-field={markOf([...path, index])}
            >
              <Entry {...props} item={item} index={index} />
              <RowTools
                name={`${entry} ${index + 1}`}
                index={index}
                count={list.length}
                disabled={form.disabled}
                onMove={(by) => setList(moved(list, index, by))}
                onRemove={() => setList(list.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ol>
      ) : null}
      {form.disabled ? (
        list.length === 0 ? (
          <p className={styles.none}>None.</p>
        ) : null
      ) : (
        <Button small className={styles.add} onClick={() => setList([...list, blankEntry(shape, list)])}>
          <span aria-hidden="true">+</span> Add {entry}
        </Button>
      )}
    </fieldset>
  );
}

function Entry({ form, name, shape, path, item, index }: FieldProps & { item: unknown; index: number }) {
  const here = [...path, index];
  const told = toldAt(form, here);
  if (shape.item?.plain)
    return (
      <ChoiceEntry form={form} shape={shape.item} path={here} value={item} name={`${entryOf(name)} ${index + 1}`} />
    );
  if (isObject(item) && shape.item?.kind === "object") {
    return (
      <div className={styles.cardBody}>
        <ToldList told={told} />
        <FormFields form={form} fields={inOrder(shape.item)} path={here} value={item} />
      </div>
    );
  }
  const fault = shape.item ? faultOf(shape.item, item) : null;
  return (
    <div className={styles.cell}>
      <AutoText
        aria-label={`${labelOf(name)}: ${entryOf(name)} ${index + 1}`}
        rows={1}
        disabled={form.disabled}
        value={textOf(item)}
        onValue={(text) => form.set(here, text)}
        {...(fault !== null || told.length > 0 ? { "aria-invalid": true } : {})}
      />
      {fault === null ? <ToldList told={told} /> : <span className={styles.error}>{fault}</span>}
    </div>
  );
}

/** Of a condition one thinks first of its label and what it says. */
function inOrder(shape: Shape) {
  const label = shape.fields.filter(({ name }) => name === "label");
  const id = shape.fields.filter(({ name }) => name === "id");
  return [...label, ...shape.fields.filter(({ name }) => name !== "label" && name !== "id"), ...id];
}

function isCard(item: Shape | null, list: Shape): boolean {
  return item?.kind === "object" && at(list, ["item", "plain"]) !== true;
}
