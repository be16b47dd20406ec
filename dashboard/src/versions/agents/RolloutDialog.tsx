/** The dialog that gives a version to a part of the new calls. */
import { useId, useState } from "react";
import type { Agent } from "../../api/types";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import type { Changes } from "../changes/useChanges";
import { mainVersion, rolledOut } from "../model/shares";
import { numberIn } from "../model/number-in";
import part from "../part.module.css";
import { ChangeFailure } from "../changes/ChangeFailure";

interface Props {
  version: number;
  latest: number;
  agents: readonly Agent[];
  changes: Changes;
  onClose: () => void;
}

/** The part of a careful beginning, in percent. */
const FIRST_PERCENT = "10";

export function RolloutDialog({ version: first, latest, agents, changes, onClose }: Props) {
  const words = texts.versions.rollout;
  const form = useId();
  const [version, setVersion] = useState(first);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(agents.map(({ agentId }) => agentId)));
  const [percentText, setPercentText] = useState(FIRST_PERCENT);
  const [rest, setRest] = useState(() => restOf(agents, first, latest));
  const [submitted, setSubmitted] = useState(false);
  const percent = numberIn(percentText, 0, 100);
  const versions = Array.from({ length: latest }, (_, index) => latest - index);
  const selected = agents.filter(({ agentId }) => chosen.has(agentId));

  const submit = async () => {
    setSubmitted(true);
    if (percent === null || selected.length === 0) return;
    const flowVersion = rolledOut(version, percent, rest);
    if (await changes.rollOut(selected.map((agent) => ({ agent, flowVersion })))) onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={words.description}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={changes.busy}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className={part.contents}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {agents.length === 0 ? (
          <p className={part.soft}>{texts.versions.agents.none}</p>
        ) : (
          <fieldset className={part.group}>
            <legend>{words.agents}</legend>
            {agents.map((agent) => (
              <label key={agent.agentId} className={part.check}>
                <input
                  type="checkbox"
                  checked={chosen.has(agent.agentId)}
                  onChange={({ target }) => setChosen(toggled(chosen, agent.agentId, target.checked))}
                />
                {agent.name}
              </label>
            ))}
            {submitted && selected.length === 0 ? <p className={part.error}>{words.noAgent}</p> : null}
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
      </form>
      <ChangeFailure changes={changes} />
    </Dialog>
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

function toggled(chosen: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const after = new Set(chosen);
  if (on) after.add(id);
  else after.delete(id);
  return after;
}

/** The version of the other calls: what most calls get now, else the version before. */
function restOf(agents: readonly Agent[], version: number, latest: number): number {
  for (const { flowVersion } of agents) {
    const main = mainVersion(flowVersion, latest, version);
    if (main !== null) return main;
  }
  return Math.max(1, version - 1);
}
