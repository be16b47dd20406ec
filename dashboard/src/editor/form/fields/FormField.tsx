/** One field of a form: the schema's shape of the field chooses its control. */
import { at, isList, type Path } from "../../../flow/definition/json";
import { texts } from "../../../texts";
import { Field } from "../../../ui/Field";
import styles from "../form.module.css";
import { AutoText } from "../inputs/AutoText";
import { NumberInput } from "../inputs/NumberInput";
import { ProblemList } from "../inputs/ProblemList";
import { SettledInput } from "../inputs/SettledInput";
import { fieldKey, problemsAt, textOf, type Form } from "../model/form";
import { hintOf, labelOf } from "../model/labels";
import { ruleError, storedValue } from "../model/rules";
import type { Shape } from "../model/shape";
import type { FieldProps, FieldsProps } from "./field-props";
import { JsonField } from "./JsonField";
import { ListField } from "./ListField";
import { MapField } from "./MapField";

export function FormFields({ form, fields, path, value }: FieldsProps) {
  return fields.map(({ name, shape }) => (
    <FormField
      key={name}
      form={form}
      name={name}
      shape={shape}
      path={[...path, name]}
      value={at(value, [name])}
      renderFields={FormFields}
    />
  ));
}

function FormField(props: FieldProps) {
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
        <fieldset className={styles.group} data-field={fieldKey(path)}>
          <legend className={styles.legend}>{labelOf(name)}</legend>
          <p className={styles.hint}>{hintOf(form.type, path)}</p>
          <ProblemList problems={problemsAt(form, path)} />
          <FormFields form={form} fields={shape.fields} path={path} value={value} />
        </fieldset>
      );
    case "boolean":
      return <BooleanField {...props} />;
    default:
      return <ScalarField {...props} />;
  }
}

function ScalarField({ form, name, shape, path, value }: FieldProps) {
  const problems = problemsAt(form, path);
  const errors = problems.filter(({ severity }) => severity === "error");
  const error = ruleError(shape, value) ?? (errors.length > 0 ? <ProblemList problems={errors} bare /> : null);
  const hint = (
    <>
      {hintOf(form.type, path)}
      <ProblemList problems={problems.filter(({ severity }) => severity === "warning")} />
    </>
  );
  const set = (now: unknown) => {
    form.set(path, storedValue(shape, now));
  };
  return (
    <div data-field={fieldKey(path)} className={styles.field}>
      <Field label={labelOf(name)} hint={hint} error={error} required={shape.required}>
        {(control) => {
          const text = textOf(value);
          const shared = { ...control, disabled: form.disabled };
          if (shape.kind === "number") return <NumberInput {...shared} shape={shape} value={value} onValue={set} />;
          if (shape.kind === "choice") return <Choice {...shared} shape={shape} value={value} onValue={set} />;
          if (name === "id")
            return (
              <SettledInput {...shared} value={text} onValue={set} errorOf={(id) => conditionIdError(form, path, id)} />
            );
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

function conditionIdError(form: Form, path: Path, id: string): string | null {
  if (id.trim() === "") return texts.form.conditionIdEmpty;
  if (id === "default") return texts.form.conditionIdDefault;
  const own = path.at(-2);
  const list = at(form.data, path.slice(0, -2));
  const taken = isList(list) && list.some((one, index) => index !== own && at(one, ["id"]) === id);
  return taken ? texts.form.conditionIdTaken(id) : null;
}

interface ChoiceProps {
  shape: Shape;
  value: unknown;
  onValue: (value: unknown) => void;
  disabled: boolean;
  id: string;
}

function Choice({ shape, value, onValue, ...control }: ChoiceProps) {
  const known = typeof value === "string" ? value : typeof shape.default === "string" ? shape.default : "";
  return (
    <select {...control} value={known} onChange={(event) => onValue(event.target.value)}>
      {shape.options.includes(known) ? null : <option value={known}>{known || texts.form.choose}</option>}
      {shape.options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}

function BooleanField({ form, name, shape, path, value }: FieldProps) {
  const on = typeof value === "boolean" ? value : shape.default === true;
  const id = fieldKey([form.type, ...path]);
  return (
    <div data-field={fieldKey(path)} className={styles.check}>
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
      <ProblemList problems={problemsAt(form, path)} />
    </div>
  );
}
