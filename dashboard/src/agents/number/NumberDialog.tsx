/** The dialog that gives a phone number to an agent, or to another one. */
import { useState } from "react";
import { giveNumber, MOST } from "../../api/agents";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { Agent, PhoneNumber } from "../../api/types";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { FormDialog } from "../../ui/FormDialog";
import { Notice } from "../../ui/Notice";
import { readNumber } from "../model/written-number";

interface Props {
  /** Null for a number that the organization does not have yet. */
  number: PhoneNumber | null;
  /** The agent that is chosen first. */
  agentId: string | null;
  /** Undefined while they load. */
  agents: readonly Agent[] | undefined;
  onGiven: (number: PhoneNumber) => void;
  onClose: () => void;
}

export function NumberDialog({ number, agentId, agents, onGiven, onClose }: Props) {
  const words = texts.phoneNumbers.form;
  const [written, setWritten] = useState(number?.e164 ?? "");
  const [agent, setAgent] = useState(agentId ?? "");
  const [grant, setGrant] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const read = readNumber(written);
  const known = agents?.some((each) => each.agentId === agent) === true;
  const numberError =
    read.kind === "read" || !(submitted || written.length > 6)
      ? null
      : read.kind === "empty"
        ? words.wrong.empty
        : words.wrong[read.why];

  const give = async () => {
    setSubmitted(true);
    setFailure(null);
    if (read.kind !== "read" || agent === "") return;
    setBusy(true);
    try {
      onGiven(await giveNumber(read.e164, agent, grant.trim() === "" ? null : grant.trim()));
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <FormDialog
      title={number === null ? words.newTitle : words.changeTitle(number.e164)}
      description={words.description}
      submit={number === null ? words.submit : words.save}
      busy={busy}
      onSubmit={() => void give()}
      onClose={onClose}
      after={failure === null ? null : <Refusal failure={failure} />}
    >
      {number !== null ? null : (
        <Field label={words.number} required hint={words.numberHint} error={numberError}>
          {(control) => (
            <input
              {...control}
              type="tel"
              value={written}
              maxLength={64}
              placeholder={words.numberPlaceholder}
              autoComplete="off"
              onChange={({ target }) => setWritten(target.value)}
            />
          )}
        </Field>
      )}
      {number === null && read.kind === "read" ? <p role="status">{words.reading(read.e164)}</p> : null}
      <Field
        label={words.agent}
        required
        hint={(agents?.length ?? 0) >= MOST ? words.moreAgents(MOST) : null}
        error={submitted && agent === "" ? words.agentEmpty : null}
      >
        {(control) => (
          <select {...control} value={agent} onChange={({ target }) => setAgent(target.value)}>
            <option value="" disabled>
              {words.chooseAgent}
            </option>
            {agent !== "" && !known ? (
              <option value={agent}>{agents === undefined ? agent : words.agentMissing(agent)}</option>
            ) : null}
            {agents?.map((each) => (
              <option key={each.agentId} value={each.agentId}>
                {words.agentOption(each.name, each.agentId)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {number !== null ? null : (
        <Field label={words.grant} hint={words.grantHint}>
          {(control) => (
            <textarea
              {...control}
              rows={2}
              value={grant}
              maxLength={2000}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => setGrant(target.value)}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

/** A number may also be refused for the role of the person, which no grant changes. */
const NAMES_GRANT = /\bgrant/i;

/** Why the number is not given. The API names the operator's command. */
function Refusal({ failure }: { failure: ApiFailure }) {
  const words = texts.phoneNumbers.form;
  const remedy =
    failure.kind === "away"
      ? words.retryLater
      : failure.status === 403 && NAMES_GRANT.test(failure.title)
        ? words.forbidden
        : failure.status === 409
          ? words.owned
          : failure.remedy;
  const problems = failure.problems.map(({ message }) => message).filter((message) => !failure.title.includes(message));
  return (
    <Notice kind="bad" title={words.failed(failure.title)}>
      {[...problems, remedy].filter(Boolean).join(" ")}
    </Notice>
  );
}
