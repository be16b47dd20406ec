/** A field that takes one of several known values, such as the id of a flow. An unknown value stays until it is changed. */
import { texts } from "../../../texts";
import type { Picks } from "../model/form";

interface Props {
  id: string;
  disabled: boolean;
  picks: Picks;
  value: unknown;
  /** Empty text for the empty option. */
  onValue: (value: string | number) => void;
}

export function PickInput({ picks: { options, empty }, value, onValue, ...control }: Props) {
  const now = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const known = options.some((option) => String(option.value) === now);
  return (
    <select
      {...control}
      value={now}
      onChange={(event) => {
        const chosen = options.find((option) => String(option.value) === event.target.value);
        onValue(chosen?.value ?? "");
      }}
    >
      {now === "" || empty !== null ? <option value="">{empty ?? texts.form.choose}</option> : null}
      {now === "" || known ? null : <option value={now}>{texts.editor.exits.missingTarget(now)}</option>}
      {options.map(({ value: option, title }) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
    </select>
  );
}
