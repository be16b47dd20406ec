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
import { givenArguments, type Argument } from "./arguments";
import { textOfValue, valueOf, type Typed } from "./given";
import { ToolAnswer } from "./ToolAnswer";
import styles from "./ToolTest.module.css";
import type { ToolTesting } from "./useToolTest";

interface Props {
  definition: FlowDefinition;
  nodeId: string;
  /** The data of a tool node, or a tool of a language model. */
  tool: JsonObject;
  /** The arguments of a tool of a language model; undefined for a tool node. */
  arguments?: readonly Argument[];
  testing: ToolTesting;
}

export function ToolTest({ definition, nodeId, tool, arguments: wanted, testing }: Props) {
  const [typed, setTyped] = useState<Typed>({});
  const [typedArguments, setTypedArguments] = useState<Typed>({});
  const words = texts.editor.toolTest;
  const initial = initialValues(definition);
  const used = namesIn([tool.request, tool.assign], variableNames(definition));
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
      ...(wanted === undefined ? {} : { arguments: givenArguments(wanted, typedArguments) }),
      variables: { ...initial, ...given },
      ...languageOf(definition),
      ...(callerNumber ? { callerNumber } : {}),
    });
  };
  return (
    <fieldset className={styles.test}>
      <legend>{words.title}</legend>
      <p className={styles.hint}>{wanted === undefined ? words.hint : words.ofModel}</p>
      {(wanted ?? []).map(({ name }) => (
        <Field key={name} label={words.argument(name)}>
          {(control) => (
            <input
              {...control}
              value={typedArguments[name] ?? ""}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTypedArguments({ ...typedArguments, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
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
