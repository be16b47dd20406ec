/** A value that is one of a few. */
import { texts } from "../../../texts";
import { unsetOf } from "../model/labels";
import type { Shape } from "../model/shape";

interface ChoiceProps {
  name: string;
  shape: Shape;
  value: unknown;
  onValue: (value: unknown) => void;
  disabled: boolean;
  /** Of the control in a field. In a list it has a label of its own. */
  id?: string;
  "aria-label"?: string;
}

/** An optional choice without a default can be empty again; its empty option says what then applies. */
export function Choice({ name, shape, value, onValue, ...control }: ChoiceProps) {
  const known = typeof value === "string" ? value : typeof shape.default === "string" ? shape.default : "";
  const optional = !shape.required && typeof shape.default !== "string";
  return (
    <select {...control} value={known} onChange={(event) => onValue(event.target.value)}>
      {optional ? <option value="">{unsetOf(name)}</option> : null}
      {shape.options.includes(known) || (optional && known === "") ? null : (
        <option value={known}>{known || texts.form.choose}</option>
      )}
      {shape.options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
