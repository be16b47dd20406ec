/** A node's data as a JSON text. */
import { isObject } from "../../api/json";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { AutoText } from "../form/inputs/AutoText";
import { JsonText } from "../form/inputs/JsonText";
import { ProblemList } from "../form/inputs/ProblemList";
import { problemsAt, type Form } from "../form/model/form";

export function DataJson({ form }: { form: Form }) {
  const problems = problemsAt(form, []);
  const words = texts.editor.node;
  return (
    <JsonText
      value={form.data}
      unfinished={form.unfinished([])}
      storedAs={(value) => value ?? {}}
      rule={(value) => (isObject(value) ? null : words.jsonNoObject)}
      onValue={(value) => {
        form.set([], value);
        form.clearUnfinished([]);
      }}
      onUnfinished={(text, error) => form.setUnfinished([], text, error)}
    >
      {({ text, error, onText }) => (
        <Field
          label={words.jsonLabel}
          hint={words.jsonHint}
          error={error ?? (problems.length > 0 ? <ProblemList problems={problems} bare /> : null)}
        >
          {(control) => (
            <AutoText
              {...control}
              code
              rows={12}
              disabled={form.disabled}
              data-own-undo
              value={text}
              onValue={onText}
            />
          )}
        </Field>
      )}
    </JsonText>
  );
}
