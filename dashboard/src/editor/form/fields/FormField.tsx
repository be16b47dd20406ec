/** One field of a form: the schema's shape of the field chooses its control. */
import { isObject } from "../../../api/json";
import { at, isList, type Path } from "../../../flow/definition/json";
import { texts } from "../../../texts";
import { Field } from "../../../ui/Field";
import styles from "../form.module.css";
import { AutoText } from "../inputs/AutoText";
import { NumberInput } from "../inputs/NumberInput";
import { PickInput } from "../inputs/PickInput";
import { ProblemList } from "../inputs/ProblemList";
import { SettledInput } from "../inputs/SettledInput";
import { fieldKey, problemsAt, problemsWithin, textOf, type Form } from "../model/form";
import { hintOf, labelOf } from "../model/labels";
import { ruleError, storedValue } from "../model/rules";
import { groupedFields } from "../model/groups";
import type { Named } from "../model/shape";
import { alternativesOf } from "../model/alternatives";
import { AlternativeFields } from "./AlternativeFields";
import { Choice } from "./Choice";
import type { FieldProps, FieldsProps } from "./field-props";
import { Fold } from "./Fold";
import { JsonField } from "./JsonField";
import { ListField } from "./ListField";
import { MapField } from "./MapField";

/** The fields of an object. Those of a question are many: some are grouped and folded. */
export function FormFields({ form, fields, path, value }: FieldsProps) {
  const hasProblem = (name: string) => problemsWithin(form, [...path, name]).length > 0;
  const { first, groups, last } = groupedFields(fields, value, hasProblem);
  const alternatives = alternativesOf(fields);
  const alternative = (name: string) => alternatives?.fields.some((field) => field.name === name) ?? false;
  const all = (named: readonly Named[]) =>
    named.map(({ name, shape }) =>
      alternatives !== null && alternative(name) ? (
        name === alternatives.fields[0]?.name ? (
          <AlternativeFields
            key={name}
            form={form}
            alternatives={alternatives}
            path={path}
            value={value}
            renderFields={FormFields}
          />
        ) : null
      ) : (
        <FormField
          key={name}
          form={form}
          name={name}
          shape={shape}
          path={[...path, name]}
          value={at(value, [name])}
          renderFields={FormFields}
        />
      ),
    );
  return (
    <>
      {all(first)}
      {groups.map((group) => (
        <Fold
          key={group.id}
          summary={texts.form.groups[group.id]}
          open={group.fields.some(({ name }) => at(value, [name]) !== undefined || hasProblem(name))}
        >
          {all(group.fields)}
        </Fold>
      ))}
      {all(last)}
    </>
  );
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
          <FormFields
            form={shape.required ? form : emptied(form, path)}
            fields={shape.fields}
            path={path}
            value={value}
          />
        </fieldset>
      );
    case "boolean":
      return <BooleanField {...props} />;
    default:
      return <ScalarField {...props} />;
  }
}

/** A form in which an optional object goes with its last field. */
function emptied(form: Form, path: Path): Form {
  return {
    ...form,
    set: (inner, value) => {
      const object = at(form.data, path);
      const names = isObject(object) ? Object.keys(object) : [];
      const last = value === undefined && inner.length === path.length + 1 && names.length === 1;
      form.set(last && names[0] === String(inner.at(-1)) ? path : inner, value);
    },
  };
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
  const picks = form.picks?.(path) ?? null;
  const set = (now: unknown) => {
    form.set(path, storedValue(shape, now));
  };
  return (
    <div data-field={fieldKey(path)} className={styles.field}>
      <Field label={labelOf(name)} hint={hint} error={error} required={shape.required}>
        {(control) => {
          const text = textOf(value);
          const shared = { ...control, disabled: form.disabled };
          if (picks !== null) return <PickInput {...shared} picks={picks} value={value} onValue={set} />;
          if (shape.kind === "number") return <NumberInput {...shared} shape={shape} value={value} onValue={set} />;
          if (shape.kind === "choice")
            return <Choice {...shared} name={name} shape={shape} value={value} onValue={set} />;
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
  if (id === "default" && path.includes("conditions")) return texts.form.conditionIdDefault;
  const own = path.at(-2);
  const list = at(form.data, path.slice(0, -2));
  const taken = isList(list) && list.some((one, index) => index !== own && at(one, ["id"]) === id);
  return taken ? texts.form.conditionIdTaken(id) : null;
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
