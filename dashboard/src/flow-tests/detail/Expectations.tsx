/** What a turn must lead to. A field that is left empty is not compared. */
import { useId, useState } from "react";
import type { Json } from "../../api/json";
import type { Expected, FlowDefinition } from "../../api/types";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { Button, IconButton } from "../../ui/Button";
import { ACTIONS, STATUSES, withField } from "../model/edits";
import styles from "./detail.module.css";
import { JsonField } from "./JsonField";

const words = texts.flowTests.expect;

interface Props {
  expected: Expected;
  definition: FlowDefinition | undefined;
  onChange: (expected: Expected) => void;
  /** Expect what came; null if the turn did not run. */
  onAsItCame: (() => void) | null;
}

export function Expectations({ expected, definition, onChange, onAsItCame }: Props) {
  const set = <K extends keyof Expected>(name: K, value: Expected[K] | undefined) =>
    onChange(withField(expected, name, value));
  const nodes = definition?.nodes.map((node) => [node.id, titleOf(node)] as const) ?? [];
  const { action } = expected;
  const kind = typeof action === "string" ? action : "";
  return (
    <fieldset className={styles.expectations}>
      <legend>{words.legend}</legend>
      <div className={styles.grid}>
        <Choice label={words.node} value={expected.node ?? ""} options={nodes} onValue={(node) => set("node", node)} />
        {!isAction(action) ? (
          <Choice
            label={words.action}
            value={kind}
            options={ACTIONS.map((each) => [each, words.actions[each]] as const)}
            onValue={(value) =>
              set(
                "action",
                ACTIONS.find((each) => each === value),
              )
            }
          />
        ) : (
          <JsonField
            label={words.action}
            value={action}
            rule={(value) => (isAction(value) ? null : words.actionRule)}
            onValue={(value) => set("action", isAction(value) ? value : undefined)}
          />
        )}
        <Choice
          label={words.status}
          value={expected.status ?? ""}
          options={STATUSES.map((each) => [each, texts.session.status[each].text] as const)}
          onValue={(value) =>
            set(
              "status",
              STATUSES.find((each) => each === value),
            )
          }
        />
      </div>
      <Wording
        label={words.says}
        hint={words.saysHint}
        value={expected.says ?? ""}
        onValue={(text) => set("says", text)}
      />
      <Wording label={words.notSays} value={expected.notSays ?? ""} onValue={(text) => set("notSays", text)} />
      <ExpectedVariables
        expected={expected.variables ?? {}}
        declared={Object.keys(definition?.variables ?? {})}
        onChange={(variables) => set("variables", Object.keys(variables).length === 0 ? undefined : variables)}
      />
      {onAsItCame === null ? null : (
        <Button small onClick={onAsItCame} title={words.asItCameHint}>
          {words.asItCame}
        </Button>
      )}
    </fieldset>
  );
}

type Action = Exclude<Expected["action"], string | null | undefined>;

function isAction(value: unknown): value is Action {
  return typeof value === "object" && value !== null && "type" in value;
}

interface ChoiceProps {
  label: string;
  /** Empty if nothing is expected. */
  value: string;
  options: readonly (readonly [string, string])[];
  onValue: (value: string | undefined) => void;
}

function Choice({ label, value, options, onValue }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onValue(target.value === "" ? undefined : target.value)}>
        <option value="">{words.any}</option>
        {value === "" || options.some(([each]) => each === value) ? null : <option value={value}>{value}</option>}
        {options.map(([each, title]) => (
          <option key={each} value={each}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}

interface WordingProps {
  label: string;
  hint?: string;
  value: string;
  onValue: (text: string | undefined) => void;
}

function Wording({ label, hint, value, onValue }: WordingProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={value}
        maxLength={4000}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
        onChange={({ target }) => onValue(target.value === "" ? undefined : target.value)}
      />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface VariablesProps {
  expected: Record<string, Json>;
  declared: readonly string[];
  onChange: (expected: Record<string, Json>) => void;
}

function ExpectedVariables({ expected, declared, onChange }: VariablesProps) {
  const id = useId();
  const [name, setName] = useState("");
  const free = declared.filter((each) => !Object.hasOwn(expected, each));
  const add = () => {
    if (name === "" || Object.hasOwn(expected, name)) return;
    onChange({ ...expected, [name]: null });
    setName("");
  };
  return (
    <div className={styles.variables}>
      {Object.entries(expected).map(([each, value]) => (
        <div key={each} className={styles.variable}>
          <JsonField
            label={words.variable(each)}
            rows={1}
            value={value}
            onValue={(now) => onChange(withField(expected, each, (now ?? null) as Json))}
          />
          <IconButton
            label={words.removeVariable(each)}
            small
            onClick={() => onChange(withField(expected, each, undefined))}
          >
            <span aria-hidden="true">✕</span>
          </IconButton>
        </div>
      ))}
      <div className={styles.adding}>
        <label htmlFor={id} className="unseen">
          {words.addVariable}
        </label>
        <input
          id={id}
          list={`${id}-names`}
          value={name}
          placeholder={words.addVariable}
          onChange={({ target }) => setName(target.value)}
        />
        <datalist id={`${id}-names`}>
          {free.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Button small disabled={name === ""} onClick={add}>
          {words.add}
        </Button>
      </div>
    </div>
  );
}
