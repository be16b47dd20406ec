/** A node's data as it is written, to be changed as JSON. */
import { Field } from "../../ui/Field";
import { AutoText } from "../form/inputs/AutoText";
import { toldAt, type Form } from "../form/model/form";
import { JsonText } from "../form/inputs/JsonText";
import { ProblemList } from "../form/inputs/ProblemList";
import { isObject } from "../../api/json";

export function DataJson({ form }: { form: Form }) {
  const told = toldAt(form, []);
  return (
    <JsonText
      value={form.data}
      kept={form.unfinished([])}
      storedAs={(value) => value ?? {}}
      rule={(value) => (isObject(value) ? null : "A node's data is an object: { … }.")}
      onValue={(value) => {
        form.set([], value);
        form.settle([]);
      }}
      onUnfinished={(text, fault) => form.keep([], text, fault)}
    >
      {({ text, fault, onText }) => (
        <Field
          label="The node's data as JSON"
          hint="All of it, with fields that the form does not know."
          error={fault ?? (told.length > 0 ? <ProblemList told={told} bare /> : null)}
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
