/** The id of a flow that is being made. */
import { Field } from "../../ui/Field";

interface Props {
  hint: string;
  error: string | null;
  value: string;
  onValue: (id: string) => void;
}

export function IdField({ hint, error, value, onValue }: Props) {
  return (
    <Field label="Id" required hint={hint} error={error}>
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
