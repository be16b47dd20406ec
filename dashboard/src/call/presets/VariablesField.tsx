/** The variables that a test begins with, as JSON, and the named sets that were kept. */
import { useState } from "react";
import type { FlowDefinition } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { example, keepPresets, withPreset, type Presets, type Variables } from "./presets";
import styles from "./VariablesField.module.css";

interface Props {
  flowId: string;
  declared: NonNullable<FlowDefinition["variables"]>;
  text: string;
  onText: (text: string) => void;
  problems: readonly string[];
  /** What the text says; null while it is wrong. */
  variables: Variables | null;
  presets: Presets;
  onPresets: (presets: Presets) => void;
}

export function VariablesField(props: Props) {
  const { flowId, declared, text, onText, problems, variables, presets, onPresets } = props;
  const [name, setName] = useState(presets.last ?? "");
  const [told, setTold] = useState("");
  const names = Object.keys(declared);

  const choose = (chosen: string) => {
    const preset = presets.list.find((each) => each.name === chosen);
    setTold("");
    setName(chosen);
    onPresets({ ...presets, last: preset?.name ?? null });
    keepPresets(flowId, { ...presets, last: preset?.name ?? null }, localStorage);
    onText(preset === undefined ? "" : JSON.stringify(preset.variables, null, 2));
  };
  const keep = () => {
    if (variables === null || name.trim() === "") return;
    const kept = withPreset(presets, { name: name.trim(), variables });
    onPresets(kept);
    setTold(keepPresets(flowId, kept, localStorage) ? `Kept as ${name.trim()}.` : "This browser keeps nothing.");
  };

  return (
    <div className={styles.variables}>
      {presets.list.length === 0 ? null : (
        <Field label="Preset">
          {(control) => (
            <select {...control} value={presets.last ?? ""} onChange={(event) => choose(event.target.value)}>
              <option value="">None</option>
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
        label="Variables (JSON)"
        hint={names.length === 0 ? "This flow declares no variables." : `Declared: ${names.join(", ")}`}
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
            Fill in the defaults
          </Button>
        ) : null}
        {text.trim() === "" ? null : (
          <form
            className={styles.keep}
            onSubmit={(event) => {
              event.preventDefault();
              keep();
            }}
          >
            <input
              aria-label="Name of the preset"
              className={styles.name}
              value={name}
              maxLength={60}
              placeholder="Name"
              onChange={(event) => {
                setName(event.target.value);
                setTold("");
              }}
            />
            <Button small type="submit" disabled={variables === null || name.trim() === ""}>
              Keep as a preset
            </Button>
          </form>
        )}
        <span role="status" className={styles.told}>
          {told}
        </span>
      </div>
    </div>
  );
}
