/** Any JSON, written as text. What is not JSON yet is kept as it was typed, and told. */
import { Field } from "../../../ui/Field";
import { AutoText } from "../inputs/AutoText";
import { markOf, toldWithin } from "../model/form";
import type { FieldProps } from "./FormField";
import styles from "../form.module.css";
import { JsonText } from "../inputs/JsonText";
import { stored } from "../model/rules";
import { ProblemList } from "../inputs/ProblemList";
import { hintOf, labelOf } from "../model/labels";

export function JsonField({ form, name, shape, path, value }: FieldProps) {
  const told = toldWithin(form, path);
  const kept = form.unfinished(path);
  return (
    <div data-field={markOf(path)} className={styles.field}>
      <JsonText
        value={value}
        kept={kept}
        onValue={(now) => {
          form.set(path, now);
          form.settle(path);
        }}
        storedAs={(now) => stored(shape, now)}
        onUnfinished={(text, fault) => form.keep(path, text, fault)}
      >
        {({ text, fault, onText }) => (
          <Field
            label={labelOf(name)}
            hint={hintOf(form.type, path)}
            error={fault ?? (told.length > 0 ? <ProblemList told={told} bare /> : null)}
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
