/** The variables of a test as JSON, and their presets. */
import { useState } from "react";
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { example, presetText, storePresets, withPreset, type Presets, type Variables } from "./presets";
import styles from "./VariablesField.module.css";

interface Props {
  flowId: string;
  declared: NonNullable<FlowDefinition["variables"]>;
  text: string;
  onText: (text: string) => void;
  problems: readonly string[];
  /** The parsed text; null if it has problems. */
  variables: Variables | null;
  presets: Presets;
  onPresets: (presets: Presets) => void;
}

export function VariablesField(props: Props) {
  const { flowId, declared, text, onText, problems, variables, presets, onPresets } = props;
  const [name, setName] = useState(presets.last ?? "");
  const [status, setStatus] = useState("");
  const names = Object.keys(declared);
  const { variables: fieldLabels, presets: labels } = texts.call;

  const choose = (chosen: string) => {
    const preset = presets.list.find((each) => each.name === chosen);
    setStatus("");
    setName(chosen);
    onPresets({ ...presets, last: preset?.name ?? null });
    storePresets(flowId, { ...presets, last: preset?.name ?? null });
    onText(presetText(preset));
  };
  const save = () => {
    if (variables === null || name.trim() === "") return;
    const saved = withPreset(presets, { name: name.trim(), variables });
    onPresets(saved);
    setStatus(storePresets(flowId, saved) ? labels.saved(name.trim()) : labels.notSaved);
  };

  return (
    <div className={styles.variables}>
      {presets.list.length === 0 ? null : (
        <Field label={labels.label}>
          {(control) => (
            <select {...control} value={presets.last ?? ""} onChange={(event) => choose(event.target.value)}>
              <option value="">{texts.common.none}</option>
              {presets.list.map((preset) => (
                <option key={preset.name} value={preset.name}>
                  {preset.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field
        label={fieldLabels.label}
        hint={names.length === 0 ? fieldLabels.noneDeclared : fieldLabels.declared(names)}
        error={problems.length === 0 ? undefined : problems.join(" ")}
      >
        {(control) => (
          <textarea
            {...control}
            className={styles.json}
            rows={4}
            spellCheck={false}
            value={text}
            placeholder="{}"
            onChange={(event) => onText(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.row}>
        {text.trim() === "" && names.length > 0 ? (
          <Button small onClick={() => onText(example(declared))}>
            {fieldLabels.fillDefaults}
          </Button>
        ) : null}
        {text.trim() === "" ? null : (
          <form
            className={styles.save}
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <input
              aria-label={labels.nameLabel}
              className={styles.name}
              value={name}
              maxLength={60}
              placeholder={labels.namePlaceholder}
              onChange={(event) => {
                setName(event.target.value);
                setStatus("");
              }}
            />
            <Button small type="submit" disabled={variables === null || name.trim() === ""}>
              {labels.save}
            </Button>
          </form>
        )}
        <span role="status" className={styles.status}>
          {status}
        </span>
      </div>
    </div>
  );
}
