/** One field of a form, by the shape that the schema gives it. */
import { Field } from "../../../ui/Field";
import { at, isList, type Path } from "../../../flow/definition/json";
import { AutoText } from "../inputs/AutoText";
import { markOf, toldAt, type Form } from "../model/form";
import styles from "../form.module.css";
import { JsonField } from "./JsonField";
import { ListField } from "./ListField";
import { MapField } from "./MapField";
import { NumberInput } from "../inputs/NumberInput";
import { faultOf, stored } from "../model/rules";
import type { Named, Shape } from "../model/shape";
import { SettledInput } from "../inputs/SettledInput";
import { ProblemList } from "../inputs/ProblemList";
import { textOf } from "../model/text";
import { hintOf, labelOf } from "../model/labels";

export interface FieldProps {
  form: Form;
  name: string;
  shape: Shape;
  path: Path;
  value: unknown;
}

export function FormField(props: FieldProps) {
  const { form, name, shape, path, value } = props;
  switch (shape.kind) {
    case "list":
      return <ListField {...props} />;
    case "map":
      return <MapField {...props} />;
    case "json":
      return <JsonField {...props} />;
    case "object":
      return (
        <fieldset className={styles.group} data-field={markOf(path)}>
          <legend className={styles.legend}>{labelOf(name)}</legend>
          <p className={styles.hint}>{hintOf(form.type, path)}</p>
          <ProblemList told={toldAt(form, path)} />
          <FormFields form={form} fields={shape.fields} path={path} value={value} />
        </fieldset>
      );
    case "boolean":
      return <BooleanField {...props} />;
    default:
      return <ScalarField {...props} />;
  }
}

export function FormFields({
  form,
  fields,
  path,
  value,
}: {
  form: Form;
  fields: readonly Named[];
  path: Path;
  value: unknown;
}) {
  return fields.map(({ name, shape }) => (
    <FormField key={name} form={form} name={name} shape={shape} path={[...path, name]} value={at(value, [name])} />
  ));
}

function ScalarField({ form, name, shape, path, value }: FieldProps) {
  const told = toldAt(form, path);
  const errors = told.filter((one) => one.severity === "error");
  const fault = faultOf(shape, value) ?? (errors.length > 0 ? <ProblemList told={errors} bare /> : null);
  const hint = (
    <>
      {hintOf(form.type, path)}
      <ProblemList told={told.filter((one) => one.severity === "warning")} />
    </>
  );
  const set = (now: unknown) => {
    form.set(path, stored(shape, now));
  };
  return (
    <div data-field={markOf(path)} className={styles.field}>
      <Field label={labelOf(name)} hint={hint} error={fault} required={shape.required}>
        {(control) => {
          const text = textOf(value);
          const shared = { ...control, disabled: form.disabled };
          if (shape.kind === "number") return <NumberInput {...shared} shape={shape} value={value} onValue={set} />;
          if (shape.kind === "choice") return <Choice {...shared} shape={shape} value={value} onValue={set} />;
          if (name === "id")
            return <SettledInput {...shared} value={text} onValue={set} fault={(id) => idFault(form, path, id)} />;
          if (shape.kind === "text")
            return (
              <input
                {...shared}
                value={text}
                onChange={(event) => set(event.target.value)}
                autoComplete="off"
                spellCheck={name === "label"}
              />
            );
          return <AutoText {...shared} value={text} code={shape.kind === "expression"} onValue={set} />;
        }}
      </Field>
    </div>
  );
}

function idFault(form: Form, path: Path, id: string): string | null {
  if (id.trim() === "") return "A condition needs an id.";
  if (id === "default") return '"default" is the exit where no condition is true; choose another id.';
  const place = path.at(-2);
  const list = at(form.data, path.slice(0, -2));
  const taken = isList(list) && list.some((one, index) => index !== place && at(one, ["id"]) === id);
  return taken ? `Another condition has the id ${id}.` : null;
}

interface ControlOf {
  shape: Shape;
  value: unknown;
  onValue: (value: unknown) => void;
  disabled: boolean;
  id: string;
}

function Choice({ shape, value, onValue, ...control }: ControlOf) {
  const known = typeof value === "string" ? value : typeof shape.default === "string" ? shape.default : "";
  return (
    <select {...control} value={known} onChange={(event) => onValue(event.target.value)}>
      {shape.options.includes(known) ? null : <option value={known}>{known || "Choose…"}</option>}
      {shape.options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}

function BooleanField({ form, name, shape, path, value }: FieldProps) {
  const told = toldAt(form, path);
  const on = typeof value === "boolean" ? value : shape.default === true;
  const id = markOf([form.type, ...path]);
  return (
    <div data-field={markOf(path)} className={styles.check}>
      <input
        type="checkbox"
        id={id}
        checked={on}
        disabled={form.disabled}
        aria-describedby={`${id}-hint`}
        onChange={(event) => form.set(path, event.target.checked)}
      />
      <label htmlFor={id}>{labelOf(name)}</label>
      <p id={`${id}-hint`} className={styles.hint}>
        {hintOf(form.type, path)}
      </p>
      <ProblemList told={told} />
    </div>
  );
}
