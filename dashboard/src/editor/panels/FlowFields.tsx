/** The fields of the flow itself: its language, its time zone, and the node after failures. */
import type { ReactNode } from "react";
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { setSetting } from "../../flow/definition/edits";
import { onFailureOf, openFailures } from "../../flow/definition/exits";
import { titleOf } from "../../flow/definition/node-title";
import { problemsBelow } from "../../flow/definition/problems";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { LANGUAGES, nameOfLanguage, Suggested, timeZones } from "../../ui/Suggested";
import type { Draft } from "../draft/useDraft";
import { ProblemList } from "../form/inputs/ProblemList";
import { fieldKey } from "../form/model/form";
import styles from "./FlowFields.module.css";

interface Props {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  /** Null if the page is read-only. */
  draft: Draft | null;
}

type Name = "language" | "timeZone" | "onFailure";

export function FlowFields({ definition, problems, draft }: Props) {
  const words = texts.editor.flowFields;
  const set = (name: Name) => (value: string) =>
    draft?.edit((newest) => setSetting(newest, name, value === "" ? undefined : value), `setting ${name}`);
  const error = (name: Name): ReactNode => {
    const found = problemsBelow(problems, [name]);
    return found.length === 0 ? null : <ProblemList problems={found} bare />;
  };
  const open = openFailures(definition).length;
  const onFailure = onFailureOf(definition);
  const targets = definition.nodes.filter(({ type }) => type !== "start");
  return (
    <section className={styles.fields} aria-label={words.title}>
      <div data-field={fieldKey(["language"])}>
        <Field label={words.language} hint={words.languageHint} error={error("language")}>
          {(control) => (
            <Suggested
              {...control}
              disabled={draft === null}
              value={textOf(definition.language)}
              placeholder={words.languageDefault}
              options={LANGUAGES}
              nameOf={nameOfLanguage}
              onValue={set("language")}
            />
          )}
        </Field>
      </div>
      <div data-field={fieldKey(["timeZone"])}>
        <Field label={words.timeZone} hint={words.timeZoneHint} error={error("timeZone")}>
          {(control) => (
            <Suggested
              {...control}
              disabled={draft === null}
              value={textOf(definition.timeZone)}
              placeholder={words.timeZoneDefault}
              options={timeZones()}
              onValue={set("timeZone")}
            />
          )}
        </Field>
      </div>
      <div data-field={fieldKey(["onFailure"])}>
        <Field label={words.onFailure} hint={words.onFailureHint(open)} error={error("onFailure")}>
          {(control) => (
            <select
              {...control}
              disabled={draft === null}
              value={onFailure ?? ""}
              onChange={(event) => set("onFailure")(event.target.value)}
            >
              <option value="">{words.nowhere}</option>
              {onFailure !== null && !targets.some(({ id }) => id === onFailure) ? (
                <option value={onFailure}>{texts.editor.exits.missingTarget(onFailure)}</option>
              ) : null}
              {targets.map((node) => (
                <option key={node.id} value={node.id}>
                  {titleOf(node)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </section>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
