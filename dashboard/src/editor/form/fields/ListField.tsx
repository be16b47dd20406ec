/** A list of texts, or of objects with fields of their own. */
import { isObject } from "../../../api/json";
import { freeId } from "../../../flow/definition/free-id";
import { at, isList } from "../../../flow/definition/json";
import { handlerTitle } from "../../../flow/definition/handlers/handlers";
import { cut, line } from "../../../flow/definition/read";
import { texts } from "../../../texts";
import styles from "../form.module.css";
import { AutoText } from "../inputs/AutoText";
import { ProblemList } from "../inputs/ProblemList";
import { RowList } from "../inputs/RowList";
import { alternativesOf, blankOf } from "../model/alternatives";
import { fieldKey, problemsAt, problemsWithin, textOf } from "../model/form";
import { entryOf, hintOf, labelOf } from "../model/labels";
import { ruleError, storedValue } from "../model/rules";
import type { Shape } from "../model/shape";
import { Choice } from "./Choice";
import { ChoiceEntry } from "./ChoiceEntry";
import type { FieldProps } from "./field-props";
import { Fold } from "./Fold";

export function ListField(props: FieldProps) {
  const { form, name, shape, path, value } = props;
  const list = isList(value) ? value : [];
  const error = ruleError(shape, value);
  return (
    <fieldset className={styles.list} data-field={fieldKey(path)}>
      <legend className={styles.legend}>
        {labelOf(name)}
        {shape.required ? <span className={styles.soft}> {texts.form.required}</span> : null}
      </legend>
      <p className={styles.hint}>{hintOf(form.type, path)}</p>
      {error === null ? null : <p className={styles.error}>{error}</p>}
      <ProblemList problems={problemsAt(form, path)} />
      <RowList
        rows={list}
        entry={entryOf(name)}
        disabled={form.disabled}
        cards={isCard(shape.item)}
        keyOf={(_item, index) => fieldKey([...path, index])}
        onRows={(now) => form.set(path, storedValue(shape, now))}
        blank={() => blankEntry(shape, list, name)}
      >
        {(item, index, entry) => <Entry {...props} item={item} index={index} entry={entry} />}
      </RowList>
    </fieldset>
  );
}

/** A new entry of a list. It gets a free id if entries have ids, and the first of the fields that exclude each other. */
export function blankEntry(list: Shape, entries: readonly unknown[], listName = "conditions"): unknown {
  const item = list.item;
  if (!isCard(item)) return "";
  const ids = entries.map((entry) => String(at(entry, ["id"])));
  const first = alternativesOf(item.fields)?.fields.slice(0, 1) ?? [];
  const begun = [...item.fields.filter(({ shape }) => shape.required), ...first];
  return Object.fromEntries(
    begun.map(({ name, shape }) => [
      name,
      name === "id" ? freeId(ID_PREFIXES[listName] ?? `${entryOf(listName)}-`, ids) : blankOf(shape),
    ]),
  );
}

/** How the ids of a list's new entries begin. */
const ID_PREFIXES: Readonly<Record<string, string>> = { conditions: "cond-" };

type EntryProps = FieldProps & { item: unknown; index: number; entry: string };

function Entry({ form, name, shape, path, item, index, entry, renderFields }: EntryProps) {
  const here = [...path, index];
  const problems = problemsAt(form, here);
  if (shape.item?.plain) {
    return (
      <ChoiceEntry form={form} shape={shape.item} path={here} value={item} name={entry} renderFields={renderFields} />
    );
  }
  if (isObject(item) && shape.item?.kind === "object") {
    const body = (
      <div className={styles.cardBody}>
        <ProblemList problems={problems} />
        {renderFields({ form, fields: labelFirst(shape.item), path: here, value: item })}
        {form.after?.(here)}
      </div>
    );
    if (shape.item.fields.length <= LONG_CARD) return body;
    return (
      <Fold
        summary={titleOfCard(item) || entry}
        open={problemsWithin(form, here).length > 0 || !isFilled(shape.item, item)}
      >
        {body}
      </Fold>
    );
  }
  const error = shape.item ? ruleError(shape.item, item) : null;
  const control = {
    "aria-label": texts.form.fieldOfEntry(labelOf(name), entry),
    disabled: form.disabled,
    ...(error !== null || problems.length > 0 ? { "aria-invalid": true } : {}),
  };
  const set = (now: unknown) => form.set(here, now);
  return (
    <div className={styles.cell}>
      {shape.item?.kind === "choice" ? (
        <Choice {...control} name={name} shape={shape.item} value={item} onValue={set} />
      ) : (
        <AutoText {...control} rows={1} value={textOf(item)} onValue={set} />
      )}
      {error === null ? <ProblemList problems={problems} /> : <span className={styles.error}>{error}</span>}
    </div>
  );
}

/** A card with more fields than this is folded. */
const LONG_CARD = 5;

/** What a folded card shows: of a slot its label or its variable, and its question; of a tool its name; of a handler what is said. */
function titleOfCard(item: object): string {
  const name =
    line(at(item, ["label"])) || line(at(item, ["variable"])) || line(at(item, ["name"])) || handlerTitle(item);
  return [name, cut(line(at(item, ["prompt"])), 60)].filter(Boolean).join(" · ");
}

function isFilled(shape: Shape, item: object): boolean {
  return shape.fields.every(({ name, shape: field }) => !field.required || ruleError(field, at(item, [name])) === null);
}

/** The label first and the id last: an author thinks of a condition by its label. */
function labelFirst(shape: Shape) {
  const label = shape.fields.filter(({ name }) => name === "label");
  const id = shape.fields.filter(({ name }) => name === "id");
  return [...label, ...shape.fields.filter(({ name }) => name !== "label" && name !== "id"), ...id];
}

function isCard(item: Shape | null): item is Shape {
  return item?.kind === "object" && !item.plain;
}
