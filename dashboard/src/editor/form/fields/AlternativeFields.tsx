/** Fields of which an object has one: a choice between them, and the chosen one. All that have a value are shown. */
import { Fragment, useState } from "react";
import { at, isList, type Path } from "../../../flow/definition/json";
import { texts } from "../../../texts";
import { Field } from "../../../ui/Field";
import styles from "../form.module.css";
import { chosenOf, withChosen, type Alternatives } from "../model/alternatives";
import type { Form } from "../model/form";
import { labelOf } from "../model/labels";
import type { RenderFields } from "./field-props";

interface Props {
  form: Form;
  alternatives: Alternatives;
  /** The path of the object. */
  path: Path;
  /** The object. */
  value: unknown;
  renderFields: RenderFields;
}

export function AlternativeFields({ form, alternatives, path, value, renderFields }: Props) {
  const [last, setLast] = useState(alternatives.fields[0]?.name ?? "");
  const chosen = chosenOf(alternatives, value) ?? last;
  const words: Readonly<Record<string, string>> = texts.form.alternatives[alternatives.id];
  const shown = alternatives.fields.filter(({ name }) => name === chosen || hasValue(at(value, [name])));
  return (
    <div className={styles.alternatives}>
      <Field label={words.title}>
        {(control) => (
          <select
            {...control}
            disabled={form.disabled}
            value={chosen}
            onChange={(event) => {
              setLast(event.target.value);
              form.set(path, withChosen(alternatives, value, event.target.value));
            }}
          >
            {alternatives.fields.map(({ name }) => (
              <option key={name} value={name}>
                {words[name] ?? labelOf(name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {shown.map((field) => (
        <Fragment key={field.name}>{renderFields({ form, fields: [field], path, value })}</Fragment>
      ))}
    </div>
  );
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && !(isList(value) && value.length === 0);
}
