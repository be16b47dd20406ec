/** The variables that a flow declares: name, type, default and what they are for. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { Button, IconButton } from "../../ui/Button";
import common from "../frame/common.module.css";
import { AutoText } from "../form/inputs/AutoText";
import { markOf } from "../form/model/form";
import { JsonText } from "../form/inputs/JsonText";
import { SettledInput } from "../form/inputs/SettledInput";
import { ProblemList } from "../form/inputs/ProblemList";
import { isObject } from "../../api/json";
import { samePath, type Path } from "../../flow/definition/json";
import { toldUnder } from "../../flow/definition/problems";
import { freeName, renameVariable, setVariable } from "../../flow/definition/draft";
import styles from "./Variables.module.css";
import type { Editing } from "../draft/useDraft";

interface Props {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  editing: Editing | null;
}

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "any"] as const;

export function Variables({ definition, problems, editing }: Props) {
  const variables = Object.entries(definition.variables ?? {});
  const names = variables.map(([name]) => name);
  return (
    <section aria-labelledby="variables-title" data-field={markOf(["variables"])}>
      <h3 id="variables-title" className={common.sectionTitle}>
        Variables <span className={common.soft}>{variables.length}</span>
      </h3>
      <p className={styles.hint}>
        What has a default or a type. Whatever a node sets is a variable too, and null until then.
      </p>
      <ul className={styles.variables}>
        {variables.map(([name, variable]) => (
          <li key={name} className={styles.variable} data-field={markOf(["variables", name])}>
            <VariableRow name={name} variable={variable} names={names} problems={problems} editing={editing} />
          </li>
        ))}
      </ul>
      {editing === null ? null : (
        <Button
          small
          onClick={() =>
            editing.edit((before) =>
              setVariable(before, freeName("variable", names), [], { type: "string", default: "" }),
            )
          }
        >
          <span aria-hidden="true">+</span> Add variable
        </Button>
      )}
    </section>
  );
}

interface RowProps {
  name: string;
  variable: unknown;
  names: readonly string[];
  problems: readonly ProblemItem[];
  editing: Editing | null;
}

function VariableRow({ name, variable, names, problems, editing }: RowProps) {
  const fields = isObject(variable) ? variable : {};
  const disabled = editing === null;
  const told = toldUnder(problems, ["variables", name]);
  const type = typeof fields.type === "string" ? fields.type : "any";
  const set = (path: Path, value: unknown) =>
    editing?.edit((before) => setVariable(before, name, path, value), `variable ${name} ${markOf(path)}`);
  return (
    <>
      <div className={styles.variableHead}>
        <SettledInput
          aria-label={`Name of the variable ${name}`}
          disabled={disabled}
          value={name}
          fault={(now) => nameFault(now, name, names)}
          onValue={(now) => editing?.edit((before) => renameVariable(before, name, now))}
        />
        <select
          aria-label={`Type of ${name}`}
          disabled={disabled}
          value={type}
          onChange={(event) => set(["type"], event.target.value)}
        >
          {TYPES.some((known) => known === type) ? null : <option value={type}>{type}</option>}
          {TYPES.map((known) => (
            <option key={known}>{known}</option>
          ))}
        </select>
        {disabled ? null : (
          <IconButton
            small
            label={`Remove the variable ${name}`}
            onClick={() => editing.edit((before) => setVariable(before, name, [], undefined))}
          >
            <span aria-hidden="true">✕</span>
          </IconButton>
        )}
      </div>
      <DefaultField
        name={name}
        type={type}
        value={fields.default}
        editing={editing}
        onValue={(value) => set(["default"], value)}
      />
      <input
        aria-label={`Description of ${name}`}
        placeholder="What it is for"
        disabled={disabled}
        value={typeof fields.description === "string" ? fields.description : ""}
        onChange={(event) => set(["description"], event.target.value === "" ? undefined : event.target.value)}
      />
      <ProblemList told={told} />
    </>
  );
}

interface DefaultProps {
  name: string;
  type: string;
  value: unknown;
  editing: Editing | null;
  onValue: (value: unknown) => void;
}

/** A string is typed as it is; anything else as JSON. */
function DefaultField({ name, type, value, editing, onValue }: DefaultProps) {
  const disabled = editing === null;
  if (type === "string" && (typeof value === "string" || value === undefined || value === null)) {
    const label = `Default of ${name}`;
    const text = value ?? "";
    return (
      <input
        aria-label={label}
        placeholder="Default: empty"
        disabled={disabled}
        value={text}
        onChange={(event) => onValue(event.target.value)}
      />
    );
  }
  const path: Path = ["variables", name, "default"];
  const kept = editing?.state.unfinished.find((one) => one.nodeId === null && samePath(one.path, path))?.text ?? null;
  return (
    <JsonText
      value={value ?? undefined}
      kept={kept}
      storedAs={(now) => now ?? undefined}
      onValue={(now) => {
        onValue(now);
        editing?.dispatch({ type: "finished", nodeId: null, path });
      }}
      onUnfinished={(text, fault) =>
        editing?.dispatch({ type: "unfinished", unfinished: { nodeId: null, path, text, fault } })
      }
    >
      {({ text, fault, onText }) => (
        <>
          <AutoText
            aria-label={`Default of ${name}, as JSON`}
            placeholder="Default: null (JSON)"
            code
            disabled={disabled}
            data-own-undo
            value={text}
            onValue={onText}
            {...(fault === null ? {} : { "aria-invalid": true })}
          />
          {fault === null ? null : <p className={common.error}>{fault}</p>}
        </>
      )}
    </JsonText>
  );
}

const RESERVED = ["session", "secrets", "response", "value"];

function nameFault(now: string, before: string, names: readonly string[]): string | null {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(now)) return "A name is a JavaScript identifier: letters, digits, _ and $.";
  if (RESERVED.includes(now)) return `${now} is Callflow's own name.`;
  return now !== before && names.includes(now) ? `There is a variable ${now} already.` : null;
}
