/** The test call of a tool from its form: the values of the variables, the button, and what the tool answered. */
import { useState } from "react";
import type { FlowDefinition, ToolTest as ToolTestBody } from "../../../api/types";
import type { JsonObject } from "../../../flow/definition/json";
import { field } from "../../../flow/definition/read";
import { initialValues, namesIn, variableNames } from "../../../flow/definition/values/variables";
import { texts } from "../../../texts";
import { Button } from "../../../ui/Button";
import { FailureNotice } from "../../../ui/FailureNotice";
import { Field } from "../../../ui/Field";
import { textOfValue, valueOf, type Typed } from "./given";
import { ToolAnswer } from "./ToolAnswer";
import styles from "./ToolTest.module.css";
import type { ToolTesting } from "./useToolTest";

interface Props {
  definition: FlowDefinition;
  nodeId: string;
  /** The data of a tool node, or a tool of a language model. */
  tool: JsonObject;
  /** Names that the request can read in addition to the flow's variables. */
  more?: readonly string[];
  testing: ToolTesting;
}

export function ToolTest({ definition, nodeId, tool, more = [], testing }: Props) {
  const [typed, setTyped] = useState<Typed>({});
  const words = texts.editor.toolTest;
  const initial = initialValues(definition);
  const used = namesIn([tool.request, tool.assign], [...new Set([...more, ...variableNames(definition)])]);
  const asksForCaller = namesIn(tool.request, ["callerNumber"]).length > 0;
  const typeOf = (name: string) => field(field(definition.variables, name), "type");
  const textFor = (name: string) => typed[name] ?? textOfValue(initial[name]);
  const run = () => {
    const given = Object.fromEntries(used.map((name) => [name, valueOf(textFor(name), typeOf(name))]));
    const callerNumber = typed[CALLER]?.trim();
    testing.run({
      // The API checks the data. A form may hold data that is not whole yet.
      tool: tool as ToolTestBody["tool"],
      nodeId,
      variables: { ...initial, ...given },
      ...languageOf(definition),
      ...(callerNumber ? { callerNumber } : {}),
    });
  };
  return (
    <fieldset className={styles.test}>
      <legend>{words.title}</legend>
      <p className={styles.hint}>{words.hint}</p>
      {used.map((name) => (
        <Field key={name} label={words.value(name)}>
          {(control) => (
            <input
              {...control}
              value={textFor(name)}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {asksForCaller ? (
        <Field label={words.callerNumber}>
          {(control) => (
            <input
              {...control}
              type="tel"
              value={typed[CALLER] ?? ""}
              placeholder="+15550100"
              onChange={(event) => setTyped({ ...typed, [CALLER]: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <Button small className={styles.run} busy={testing.running} onClick={run}>
        {words.run}
      </Button>
      {testing.failure === null ? null : <FailureNotice failure={testing.failure} onAgain={null} />}
      {testing.last === null ? null : <ToolAnswer result={testing.last} />}
    </fieldset>
  );
}

/** The place of the caller's number among the typed texts. No variable has this name. */
const CALLER = "session.callerNumber";

function languageOf({ language, timeZone }: FlowDefinition): { language?: string; timeZone?: string } {
  return { ...(language ? { language } : {}), ...(timeZone ? { timeZone } : {}) };
}
