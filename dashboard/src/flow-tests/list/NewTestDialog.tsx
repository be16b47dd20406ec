/** The dialog that creates a test from a name and an id. */
import { useState } from "react";
import { suggestFlowId } from "../../flow/definition/flow-id";
import { texts } from "../../texts";
import { FormDialog } from "../../ui/FormDialog";
import { Field } from "../../ui/Field";
import { FailureNotice } from "../../ui/FailureNotice";
import type { ApiFailure } from "../../api/failure";

const words = texts.flowTests.create;
const VALID = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;
/** The API has other routes of these names. */
const RESERVED: ReadonlySet<string> = new Set(["run", "from-session"]);

interface Props {
  taken: ReadonlySet<string>;
  busy: boolean;
  failure: ApiFailure | null;
  onCreate: (testId: string, name: string) => void;
  onClose: () => void;
}

export function NewTestDialog({ taken, busy, failure, onCreate, onClose }: Props) {
  const [name, setName] = useState("");
  const [ownId, setOwnId] = useState<string | null>(null);
  const [submitted, setSubmitted] = useState(false);
  // The rules for the ids of tests are those for the ids of flows.
  const id = ownId ?? suggestFlowId(name);
  const nameError = name.trim() === "" ? words.nameEmpty : null;
  const idError = !VALID.test(id) || RESERVED.has(id) ? words.idInvalid : taken.has(id) ? words.idTaken : null;
  return (
    <FormDialog
      title={words.title}
      description={words.description}
      submit={words.submit}
      busy={busy}
      onSubmit={() => {
        setSubmitted(true);
        if (nameError === null && idError === null) onCreate(id, name.trim());
      }}
      onClose={onClose}
      after={failure === null ? null : <FailureNotice failure={failure} onAgain={null} />}
    >
      <Field label={words.name} required error={submitted ? nameError : null}>
        {(control) => (
          <input
            {...control}
            value={name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.id} required hint={words.idHint} error={submitted || ownId !== null ? idError : null}>
        {(control) => (
          <input
            {...control}
            value={id}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setOwnId(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
