/** The form that begins a replay: the version, and which recorded calls it takes. */
import { useState, type ReactNode } from "react";
import { MayButton } from "../../access/MayButton";
import type { ReplayChoice } from "../../api/versions";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { numberIn } from "../model/number-in";
import styles from "./replay.module.css";

interface Props {
  version: number | "draft";
  latest: number;
  busy: boolean;
  onVersion: (version: string) => void;
  onReplay: (choice: ReplayChoice) => void;
}

/** The most calls that a replay takes. */
const MAX_LAST = 10_000;
/** How a call may have ended. */
const STATUSES: NonNullable<ReplayChoice["statuses"]> = ["completed", "transferred", "failed", "abandoned"];

export function ReplayForm({ version, latest, busy, onVersion, onReplay }: Props) {
  const words = texts.versions.replayPage;
  const [lastText, setLastText] = useState("100");
  const [sampleText, setSampleText] = useState("");
  const [recorded, setRecorded] = useState("");
  const [status, setStatus] = useState("");
  const last = numberIn(lastText, 1, MAX_LAST, true);
  const sample = sampleText.trim() === "" ? undefined : numberIn(sampleText, 1, MAX_LAST, true);
  const wrong = texts.versions.gateDialog.replayWrong(MAX_LAST);
  const versions = [
    <option key="draft" value="draft">
      {words.draft}
    </option>,
    ...Array.from({ length: latest }, (_, index) => latest - index).map((number) => (
      <option key={number} value={number}>
        {words.option(number)}
      </option>
    )),
  ];
  const submit = () => {
    if (last === null || sample === null) return;
    const chosen = STATUSES.find((each) => each === status);
    onReplay({
      last,
      ...(sample === undefined ? {} : { sample }),
      ...(recorded === "" ? {} : { recordedVersions: [recorded === "draft" ? recorded : Number(recorded)] }),
      ...(chosen === undefined ? {} : { statuses: [chosen] }),
    });
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Select label={words.version} value={String(version)} onValue={onVersion}>
        {versions}
      </Select>
      <Text label={words.last} error={last === null ? wrong : null} value={lastText} onValue={setLastText} />
      <Select label={words.recordedWith} value={recorded} onValue={setRecorded}>
        <option value="">{words.anyVersion}</option>
        {versions}
      </Select>
      <Select label={words.status} value={status} onValue={setStatus}>
        <option value="">{words.anyStatus}</option>
        {STATUSES.map((each) => (
          <option key={each} value={each}>
            {texts.session.status[each].text}
          </option>
        ))}
      </Select>
      <Text
        label={words.sample}
        hint={words.sampleHint}
        error={sample === null ? wrong : null}
        value={sampleText}
        onValue={setSampleText}
      />
      <MayButton
        need="POST /api/flows/{flowId}/replay"
        kind="primary"
        type="submit"
        busy={busy}
        disabled={last === null || sample === null}
      >
        {words.run}
      </MayButton>
    </form>
  );
}

interface ControlProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

function Select({ label, value, onValue, children }: ControlProps & { children: ReactNode }) {
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} value={value} onChange={({ target }) => onValue(target.value)}>
          {children}
        </select>
      )}
    </Field>
  );
}

function Text({ label, hint, error, value, onValue }: ControlProps & { hint?: string; error: string | null }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Field>
  );
}
