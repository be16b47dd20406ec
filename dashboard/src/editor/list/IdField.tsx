/** The field for the id of a new flow. */
import { texts } from "../../texts";
import { Field } from "../../ui/Field";

interface Props {
  hint: string;
  error: string | null;
  value: string;
  onValue: (id: string) => void;
}

export function IdField({ hint, error, value, onValue }: Props) {
  return (
    <Field label={texts.flowList.idField} required hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          value={value}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}
