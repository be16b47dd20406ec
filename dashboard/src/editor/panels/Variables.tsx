/** The variables that a flow declares: name, type, default and description. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { Button, IconButton } from "../../ui/Button";
import common from "../frame/common.module.css";
import { AutoText } from "../form/inputs/AutoText";
import { fieldKey } from "../form/model/form";
import { JsonText } from "../form/inputs/JsonText";
import { SettledInput } from "../form/inputs/SettledInput";
import { ProblemList } from "../form/inputs/ProblemList";
import { isObject } from "../../api/json";
import { samePath, type Path } from "../../flow/definition/json";
import { problemsBelow } from "../../flow/definition/problems";
import { addVariable, renameVariable, setVariable } from "../../flow/definition/edits";
import { texts } from "../../texts";
import styles from "./Variables.module.css";
import type { Draft } from "../draft/useDraft";

interface Props {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  draft: Draft | null;
}

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "any"] as const;

export function Variables({ definition, problems, draft }: Props) {
  const variables = Object.entries(definition.variables ?? {});
  const names = variables.map(([name]) => name);
  const words = texts.editor.variables;
  return (
    <section aria-labelledby="variables-title" data-field={fieldKey(["variables"])}>
      <h3 id="variables-title" className={common.sectionTitle}>
        {words.title} <span className={common.soft}>{variables.length}</span>
      </h3>
      <p className={styles.hint}>{words.hint}</p>
      <ul className={styles.variables}>
        {variables.map(([name, variable]) => (
          <li key={name} className={styles.variable} data-field={fieldKey(["variables", name])}>
            <VariableRow name={name} variable={variable} names={names} problems={problems} draft={draft} />
          </li>
        ))}
      </ul>
      {draft === null ? null : (
        <Button small onClick={() => draft.edit(addVariable)}>
          <span aria-hidden="true">+</span> {words.add}
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
  draft: Draft | null;
}

function VariableRow({ name, variable, names, problems, draft }: RowProps) {
  const words = texts.editor.variables;
  const fields = isObject(variable) ? variable : {};
  const disabled = draft === null;
  const ownProblems = problemsBelow(problems, ["variables", name]);
  const type = typeof fields.type === "string" ? fields.type : "any";
  const set = (path: Path, value: unknown) =>
    draft?.edit((newest) => setVariable(newest, name, path, value), `variable ${name} ${fieldKey(path)}`);
  return (
    <>
      <div className={styles.variableHead}>
        <SettledInput
          aria-label={words.name(name)}
          disabled={disabled}
          value={name}
          errorOf={(now) => nameError(now, name, names)}
          onValue={(now) => draft?.edit((newest) => renameVariable(newest, name, now))}
        />
        <select
          aria-label={words.type(name)}
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
            label={words.remove(name)}
            onClick={() => draft.edit((newest) => setVariable(newest, name, [], undefined))}
          >
            <span aria-hidden="true">✕</span>
          </IconButton>
        )}
      </div>
      <DefaultField
        name={name}
        type={type}
        value={fields.default}
        draft={draft}
        onValue={(value) => set(["default"], value)}
      />
      <input
        aria-label={words.description(name)}
        placeholder={words.descriptionPlaceholder}
        disabled={disabled}
        value={typeof fields.description === "string" ? fields.description : ""}
        onChange={(event) => set(["description"], event.target.value === "" ? undefined : event.target.value)}
      />
      <label className={styles.sensitive}>
        <input
          type="checkbox"
          aria-label={words.sensitiveOf(name)}
          disabled={disabled}
          checked={fields.sensitive === true}
          onChange={(event) => set(["sensitive"], event.target.checked ? true : undefined)}
        />
        <span>{words.sensitive}</span>
      </label>
      <ProblemList problems={ownProblems} />
    </>
  );
}

interface DefaultProps {
  name: string;
  type: string;
  value: unknown;
  draft: Draft | null;
  onValue: (value: unknown) => void;
}

/** A string default is edited as text, any other default as JSON. */
function DefaultField({ name, type, value, draft, onValue }: DefaultProps) {
  const words = texts.editor.variables;
  const disabled = draft === null;
  if (type === "string" && (typeof value === "string" || value === undefined || value === null)) {
    return (
      <input
        aria-label={words.default(name)}
        placeholder={words.defaultPlaceholder}
        disabled={disabled}
        value={value ?? ""}
        onChange={(event) => onValue(event.target.value)}
      />
    );
  }
  const path: Path = ["variables", name, "default"];
  const unfinished =
    draft?.state.unfinished.find((one) => one.nodeId === null && samePath(one.path, path))?.text ?? null;
  return (
    <JsonText
      value={value ?? undefined}
      unfinished={unfinished}
      storedAs={(now) => now ?? undefined}
      onValue={(now) => {
        onValue(now);
        draft?.dispatch({ type: "finished", nodeId: null, path });
      }}
      onUnfinished={(text, error) =>
        draft?.dispatch({ type: "unfinished", unfinished: { nodeId: null, path, text, error } })
      }
    >
      {({ text, error, onText }) => (
        <>
          <AutoText
            aria-label={words.defaultJson(name)}
            placeholder={words.defaultJsonPlaceholder}
            code
            disabled={disabled}
            data-own-undo
            value={text}
            onValue={onText}
            {...(error === null ? {} : { "aria-invalid": true })}
          />
          {error === null ? null : <p className={common.error}>{error}</p>}
        </>
      )}
    </JsonText>
  );
}

/** Names that Callflow itself sets in an expression. */
const RESERVED = ["session", "secrets", "response", "value"];

function nameError(now: string, before: string, names: readonly string[]): string | null {
  const words = texts.editor.variables;
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(now)) return words.nameInvalid;
  if (RESERVED.includes(now)) return words.nameReserved(now);
  return now !== before && names.includes(now) ? words.nameTaken(now) : null;
}
