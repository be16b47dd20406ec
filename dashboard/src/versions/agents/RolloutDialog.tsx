/** The dialog that gives a version to a part of the new calls. */
import { useState } from "react";
import { GateWait } from "../../proof/GateWait";
import { useAttempts } from "../../proof/useAttempts";
import { waitFor } from "../../proof/wait-for";
import { texts } from "../../texts";
import { FormDialog } from "../../ui/FormDialog";
import { Field } from "../../ui/Field";
import type { Assignment, Changes } from "../changes/useChanges";
import type { Giver } from "../model/givers";
import { mainVersion, rolledOut } from "../model/shares";
import { numberIn } from "../model/number-in";
import part from "../part.module.css";
import { ChangeFailure } from "../changes/ChangeFailure";

interface Props {
  flowId: string;
  version: number;
  latest: number;
  givers: readonly Giver[];
  changes: Changes;
  onClose: () => void;
}

/** The part of a careful beginning, in percent. */
const FIRST_PERCENT = "10";

export function RolloutDialog({ flowId, version: first, latest, givers, changes, onClose }: Props) {
  const words = texts.versions.rollout;
  const [version, setVersion] = useState(first);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(givers.map(keyOf)));
  const [percentText, setPercentText] = useState(FIRST_PERCENT);
  const [rest, setRest] = useState(() => restOf(givers, first, latest));
  const [submitted, setSubmitted] = useState(false);
  const [reason, setReason] = useState("");
  /** What the last press asked for: the fields may have changed since. */
  const [asked, setAsked] = useState<readonly Assignment[]>([]);
  const failure = changes.outcome?.kind === "failed" ? changes.outcome.failure : null;
  const refused = failure !== null && failure.gate !== null;
  const attempts = useAttempts();
  const waiting = failure === null ? null : waitFor(failure);
  const percent = numberIn(percentText, 0, 100);
  const versions = Array.from({ length: latest }, (_, index) => latest - index);
  const selected = givers.filter((giver) => chosen.has(keyOf(giver)));

  const submit = async () => {
    setSubmitted(true);
    if (percent === null || selected.length === 0) return;
    const given = rolledOut(version, percent, rest);
    const override = refused && reason.trim() !== "" ? reason.trim() : undefined;
    const assignments = selected.map((giver) => ({ giver, given }));
    setAsked(assignments);
    attempts.begin(false);
    if (await changes.rollOut(assignments, override)) onClose();
  };
  const again = async () => {
    attempts.begin(true);
    if (await changes.rollOut(asked)) onClose();
  };

  return (
    <FormDialog
      title={words.title}
      description={words.description}
      submit={words.submit}
      busy={changes.busy}
      onSubmit={() => void submit()}
      onClose={onClose}
      after={
        <>
          {waiting?.alone === true ? null : <ChangeFailure changes={changes} />}
          {waiting === null || changes.busy ? null : (
            <GateWait
              key={attempts.number}
              {...{ flowId, waiting, attempts }}
              hint={texts.proof.waiting.rollsOut}
              onAgain={() => void again()}
            />
          )}
        </>
      }
    >
      {givers.length === 0 ? (
        <p className={part.soft}>{texts.versions.agents.none}</p>
      ) : (
        <fieldset className={part.group}>
          <legend>{words.givers}</legend>
          {givers.map((giver) => (
            <label key={keyOf(giver)} className={part.check}>
              <input
                type="checkbox"
                checked={chosen.has(keyOf(giver))}
                onChange={({ target }) => setChosen(toggled(chosen, keyOf(giver), target.checked))}
              />
              {giver.name}
            </label>
          ))}
          {submitted && selected.length === 0 ? <p className={part.error}>{words.none}</p> : null}
        </fieldset>
      )}
      <Field label={words.version}>
        {(control) => <VersionSelect control={control} value={version} versions={versions} onValue={setVersion} />}
      </Field>
      <Field label={words.percent} error={percent === null ? words.percentWrong : null}>
        {(control) => (
          <input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            value={percentText}
            onChange={({ target }) => setPercentText(target.value)}
          />
        )}
      </Field>
      {percent === 100 ? null : (
        <Field label={words.rest}>
          {(control) => <VersionSelect control={control} value={rest} versions={versions} onValue={setRest} />}
        </Field>
      )}
      {percent === null ? null : (
        <p role="status" className={part.soft}>
          {words.preview(version, version === rest ? 100 : percent, rest)}
        </p>
      )}
      {refused ? (
        <Field label={texts.editor.publishDialog.override} hint={texts.editor.publishDialog.overrideHint}>
          {(control) => (
            <textarea
              {...control}
              rows={2}
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      ) : null}
    </FormDialog>
  );
}

interface SelectProps {
  control: { id: string };
  value: number;
  versions: readonly number[];
  onValue: (version: number) => void;
}

function VersionSelect({ control, value, versions, onValue }: SelectProps) {
  return (
    <select {...control} value={value} onChange={({ target }) => onValue(Number(target.value))}>
      {versions.map((version) => (
        <option key={version} value={version}>
          {texts.versions.version(version)}
        </option>
      ))}
    </select>
  );
}

const keyOf = ({ kind, id }: Giver) => `${kind} ${id}`;

function toggled(chosen: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const after = new Set(chosen);
  if (on) after.add(id);
  else after.delete(id);
  return after;
}

/** The version of the other calls: what most calls get now, else the version before. */
function restOf(givers: readonly Giver[], version: number, latest: number): number {
  for (const { given } of givers) {
    const main = mainVersion(given, latest, version);
    if (main !== null) return main;
  }
  return Math.max(1, version - 1);
}
