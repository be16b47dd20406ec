/** The dialog that writes a simulated caller: who calls, what for, and what must be true of the call. */
import { useState } from "react";
import type { ApiFailure } from "../../api/failure";
import type { FlowTest, StoredTest } from "../../api/types";
import { freeId } from "../../flow/definition/free-id";
import { suggestFlowId } from "../../flow/definition/flow-id";
import { texts } from "../../texts";
import { FormDialog } from "../../ui/FormDialog";
import { FailureNotice } from "../../ui/FailureNotice";
import { Field } from "../../ui/Field";
import { authored } from "../model/edits";

const words = texts.simulated.form;
const MOST_TURNS = 50;

interface Props {
  /** Null for a new caller. */
  stored: StoredTest | null;
  /** The ids of all tests. */
  taken: readonly string[];
  busy: boolean;
  /** Why it was not saved. */
  failure: ApiFailure | null;
  onSave: (testId: string, test: FlowTest) => void;
  onClose: () => void;
}

export function CallerDialog({ stored, taken, busy, failure, onSave, onClose }: Props) {
  const before = stored?.simulate;
  const [name, setName] = useState(stored?.name ?? "");
  const [caller, setCaller] = useState(before?.caller ?? "");
  const [goal, setGoal] = useState(before?.goal ?? "");
  const [lines, setLines] = useState(before?.judge.join("\n") ?? "");
  const [maxTurns, setMaxTurns] = useState(before?.maxTurns ?? 12);
  const [submitted, setSubmitted] = useState(false);
  const judge = lines.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const missing = (text: string) => (submitted && text.trim() === "" ? words.needed : null);

  const submit = () => {
    setSubmitted(true);
    if ([name, caller, goal].some((text) => text.trim() === "") || judge.length === 0) return;
    const simulate = { caller: caller.trim(), goal: goal.trim(), maxTurns, judge };
    const test: FlowTest = { ...(stored === null ? { turns: [] } : authored(stored)), name: name.trim(), simulate };
    const wanted = suggestFlowId(name) || words.id;
    onSave(stored?.testId ?? (taken.includes(wanted) ? freeId(`${wanted.slice(0, 120)}-`, taken, 2) : wanted), test);
  };
  return (
    <FormDialog
      title={words.title}
      description={words.description}
      submit={words.save}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
      after={failure === null ? null : <FailureNotice failure={failure} onAgain={null} />}
    >
      <Field label={words.name} required error={missing(name)}>
        {(control) => (
          <input {...control} value={name} maxLength={200} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <Field label={words.caller} required hint={words.callerHint} error={missing(caller)}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={caller}
            maxLength={2000}
            onChange={({ target }) => setCaller(target.value)}
          />
        )}
      </Field>
      <Field label={words.goal} required error={missing(goal)}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={goal}
            maxLength={2000}
            onChange={({ target }) => setGoal(target.value)}
          />
        )}
      </Field>
      <Field label={words.judge} required hint={words.judgeHint} error={missing(lines)}>
        {(control) => (
          <textarea {...control} rows={4} value={lines} onChange={({ target }) => setLines(target.value)} />
        )}
      </Field>
      <Field label={words.maxTurns}>
        {(control) => (
          <input
            {...control}
            type="number"
            min={1}
            max={MOST_TURNS}
            value={maxTurns}
            onChange={({ target }) => {
              const written = Math.round(target.valueAsNumber);
              if (Number.isFinite(written)) setMaxTurns(Math.min(MOST_TURNS, Math.max(1, written)));
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
