/** The dialog that makes an API key. */
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { makeApiKey, type NewApiKey } from "../../api/organization";
import { texts } from "../../texts";
import { FailureNotice } from "../../ui/FailureNotice";
import { Field } from "../../ui/Field";
import { FormDialog } from "../../ui/FormDialog";
import { messageAt } from "../settings/settings-form";
import { bodyOf, DAYS, EMPTY, ROLES, type KeyForm } from "./key-form";

interface Props {
  onMade: (key: NewApiKey) => void;
  onClose: () => void;
}

export function NewKeyDialog({ onMade, onClose }: Props) {
  const words = texts.apiKeys.form;
  const [form, setForm] = useState<KeyForm>(EMPTY);
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const nameless = form.name.trim() === "";
  const submit = async () => {
    setSubmitted(true);
    setFailure(null);
    if (nameless) return;
    setBusy(true);
    try {
      onMade(await makeApiKey(bodyOf(form, Date.now())));
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setBusy(false);
    }
  };
  const nameError = submitted && nameless ? words.nameEmpty : messageAt(failure?.problems ?? [], "name");
  return (
    <FormDialog
      title={words.title}
      description={words.description}
      submit={words.submit}
      busy={busy}
      onSubmit={() => void submit()}
      onClose={onClose}
      after={failure === null ? null : <FailureNotice failure={failure} onAgain={null} />}
    >
      <Field label={words.name} hint={words.nameHint} error={nameError} required>
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            maxLength={200}
            value={form.name}
            onChange={({ target }) => setForm({ ...form, name: target.value })}
          />
        )}
      </Field>
      <Field label={words.role}>
        {(control) => (
          <select
            {...control}
            value={form.role}
            onChange={({ target }) =>
              setForm({ ...form, role: ROLES.find((role) => role === target.value) ?? "viewer" })
            }
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words.option(role, words.roles[role])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.end}>
        {(control) => (
          <select
            {...control}
            value={form.days}
            onChange={({ target }) => setForm({ ...form, days: DAYS.find((days) => days === target.value) ?? "90" })}
          >
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {words.ends[days]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}
