/** The dialog that says what a draft must pass before it is published. */
import { useState } from "react";
import type { Gate } from "../../api/types";
import { texts } from "../../texts";
import { FormDialog } from "../../ui/FormDialog";
import { Field } from "../../ui/Field";
import { ChangeFailure } from "../changes/ChangeFailure";
import type { Changes } from "../changes/useChanges";
import { errorsOf, formOf, gateOf, MAX_REPLAYED, type GateForm } from "../model/gate-form";
import part from "../part.module.css";

interface Props {
  gate: Gate;
  changes: Changes;
  onClose: () => void;
}

export function GateDialog({ gate, changes, onClose }: Props) {
  const words = texts.versions.gateDialog;
  const [form, setForm] = useState(() => formOf(gate));
  const set = (change: Partial<GateForm>) => setForm((before) => ({ ...before, ...change }));
  const errors = errorsOf(form);
  const submit = async () => {
    if (errors.size === 0 && (await changes.saveGate(gateOf(form)))) onClose();
  };
  return (
    <FormDialog
      title={words.title}
      description={words.description}
      submit={words.submit}
      busy={changes.busy}
      onSubmit={() => void submit()}
      onClose={onClose}
      after={<ChangeFailure changes={changes} />}
    >
      <Check label={words.tests} value={form.tests} onValue={(tests) => set({ tests })} />
      <Check label={words.replay} value={form.replays} onValue={(replays) => set({ replays })} />
      {form.replays ? (
        <div className={part.inset}>
          <NumberField
            label={words.replayLast}
            error={errors.has("replayLast") ? words.replayWrong(MAX_REPLAYED) : null}
            value={form.replayLast}
            onValue={(replayLast) => set({ replayLast })}
          />
          <NumberField
            label={words.mostDiffering}
            error={errors.has("mostDiffering") ? words.mostWrong(MAX_REPLAYED) : null}
            value={form.mostDiffering}
            onValue={(mostDiffering) => set({ mostDiffering })}
          />
          <div className={part.wide}>
            <Check
              label={words.words}
              value={form.wordsMayDiffer}
              onValue={(wordsMayDiffer) => set({ wordsMayDiffer })}
            />
          </div>
        </div>
      ) : null}
      <Check label={words.coverage} value={form.covers} onValue={(covers) => set({ covers })} />
      {form.covers ? (
        <div className={part.inset}>
          <NumberField
            label={words.percent}
            error={errors.has("coverage") ? words.percentWrong : null}
            value={form.coverage}
            onValue={(coverage) => set({ coverage })}
          />
        </div>
      ) : null}
    </FormDialog>
  );
}

function Check({ label, value, onValue }: { label: string; value: boolean; onValue: (value: boolean) => void }) {
  return (
    <label className={part.check}>
      <input type="checkbox" checked={value} onChange={({ target }) => onValue(target.checked)} />
      {label}
    </label>
  );
}

interface NumberProps {
  label: string;
  error: string | null;
  value: string;
  onValue: (value: string) => void;
}

function NumberField({ label, error, value, onValue }: NumberProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Field>
  );
}
