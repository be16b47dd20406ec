/** A choice: a bare text, or a value with a label and synonyms. It stays a bare text as long as that is enough. */
import { isObject } from "../../../api/json";
import { type Path } from "../../../flow/definition/json";
import { markOf, toldAt, type Form } from "../model/form";
import { FormFields } from "./FormField";
import styles from "../form.module.css";
import { faultOf } from "../model/rules";
import type { Shape } from "../model/shape";
import { ProblemList } from "../inputs/ProblemList";

interface Props {
  form: Form;
  shape: Shape;
  path: Path;
  value: unknown;
  name: string;
}

export function ChoiceEntry({ form, shape, path, value, name }: Props) {
  const object = isObject(value);
  const written = object ? value.value : value;
  const text = typeof written === "string" ? written : "";
  const valueShape = shape.fields.find((field) => field.name === "value")?.shape;
  const fault = valueShape ? faultOf(valueShape, text) : null;
  const told = [...toldAt(form, path), ...toldAt(form, [...path, "value"])];
  const inner: Form = {
    ...form,
    set: (at, now) => {
      // The first detail makes an object of a bare text.
      if (object) form.set(at, now);
      else if (now !== undefined) form.set(path, { value: text, [String(at.at(-1))]: now });
    },
  };
  return (
    <div className={styles.cell}>
      <input
        aria-label={name}
        data-field={markOf([...path, "value"])}
        disabled={form.disabled}
        value={text}
        autoComplete="off"
        onChange={(event) => form.set(object ? [...path, "value"] : path, event.target.value)}
        {...(fault !== null || told.length > 0 ? { "aria-invalid": true } : {})}
      />
      {fault === null ? <ProblemList told={told} /> : <span className={styles.error}>{fault}</span>}
      <details className={styles.more}>
        <summary>{object ? detailWords(value) : "Label and synonyms"}</summary>
        <div className={styles.moreBody}>
          <FormFields
            form={inner}
            fields={shape.fields.filter((field) => field.name !== "value")}
            path={path}
            value={value}
          />
        </div>
      </details>
    </div>
  );
}

function detailWords(choice: object): string {
  const label = "label" in choice && typeof choice.label === "string" ? choice.label : "";
  const synonyms = "synonyms" in choice && Array.isArray(choice.synonyms) ? choice.synonyms.map(String) : [];
  return (
    [label, synonyms.length > 0 ? `also: ${synonyms.join(", ")}` : ""].filter(Boolean).join(" · ") ||
    "Label and synonyms"
  );
}
