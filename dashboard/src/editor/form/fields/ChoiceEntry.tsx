/** A choice: a plain text, or an object with a value, a label and synonyms. It stays a plain text while it has no details. */
import { isObject } from "../../../api/json";
import type { Path } from "../../../flow/definition/json";
import { texts } from "../../../texts";
import styles from "../form.module.css";
import { ProblemList } from "../inputs/ProblemList";
import { fieldKey, problemsAt, type Form } from "../model/form";
import { ruleError } from "../model/rules";
import type { Shape } from "../model/shape";
import type { RenderFields } from "./field-props";

interface Props {
  form: Form;
  shape: Shape;
  path: Path;
  value: unknown;
  /** The accessible name of the entry. */
  name: string;
  renderFields: RenderFields;
}

export function ChoiceEntry({ form, shape, path, value, name, renderFields }: Props) {
  const object = isObject(value);
  const stored = object ? value.value : value;
  const text = typeof stored === "string" ? stored : "";
  const valueShape = shape.fields.find((field) => field.name === "value")?.shape;
  const error = valueShape ? ruleError(valueShape, text) : null;
  const problems = [...problemsAt(form, path), ...problemsAt(form, [...path, "value"])];
  const details: Form = {
    ...form,
    set: (at, now) => {
      // The first detail turns a plain text into an object.
      if (object) form.set(at, now);
      else if (now !== undefined) form.set(path, { value: text, [String(at.at(-1))]: now });
    },
  };
  return (
    <div className={styles.cell}>
      <input
        aria-label={name}
        data-field={fieldKey([...path, "value"])}
        disabled={form.disabled}
        value={text}
        autoComplete="off"
        onChange={(event) => form.set(object ? [...path, "value"] : path, event.target.value)}
        {...(error !== null || problems.length > 0 ? { "aria-invalid": true } : {})}
      />
      {error === null ? <ProblemList problems={problems} /> : <span className={styles.error}>{error}</span>}
      <details className={styles.more}>
        <summary>{object ? detailsText(value) : texts.form.details}</summary>
        <div className={styles.moreBody}>
          {renderFields({
            form: details,
            fields: shape.fields.filter((field) => field.name !== "value"),
            path,
            value,
          })}
        </div>
      </details>
    </div>
  );
}

function detailsText(choice: object): string {
  const label = "label" in choice && typeof choice.label === "string" ? choice.label : "";
  const synonyms = "synonyms" in choice && Array.isArray(choice.synonyms) ? choice.synonyms.map(String) : [];
  const also = synonyms.length > 0 ? texts.form.alsoSynonyms(synonyms.join(", ")) : "";
  return [label, also].filter(Boolean).join(" · ") || texts.form.details;
}
