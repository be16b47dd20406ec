/** A field that takes any JSON, edited as text. An invalid text stays as it was typed, with its error. */
import { Field } from "../../../ui/Field";
import styles from "../form.module.css";
import { AutoText } from "../inputs/AutoText";
import { JsonText } from "../inputs/JsonText";
import { ProblemList } from "../inputs/ProblemList";
import { fieldKey, problemsWithin } from "../model/form";
import { hintOf, labelOf } from "../model/labels";
import { storedValue } from "../model/rules";
import type { FieldProps } from "./field-props";

export function JsonField({ form, name, shape, path, value }: FieldProps) {
  const problems = problemsWithin(form, path);
  return (
    <div data-field={fieldKey(path)} className={styles.field}>
      <JsonText
        value={value}
        unfinished={form.unfinished(path)}
        onValue={(now) => {
          form.set(path, now);
          form.clearUnfinished(path);
        }}
        storedAs={(now) => storedValue(shape, now)}
        onUnfinished={(text, error) => form.setUnfinished(path, text, error)}
      >
        {({ text, error, onText }) => (
          <Field
            label={labelOf(name)}
            hint={hintOf(form.type, path)}
            error={error ?? (problems.length > 0 ? <ProblemList problems={problems} bare /> : null)}
            required={shape.required}
          >
            {(control) => (
              <AutoText {...control} code disabled={form.disabled} data-own-undo value={text} onValue={onText} />
            )}
          </Field>
        )}
      </JsonText>
    </div>
  );
}
