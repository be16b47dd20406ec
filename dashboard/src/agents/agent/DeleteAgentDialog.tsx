/** The dialog that deletes an agent, and names the phone numbers that point to it. */
import { useState } from "react";
import { Link } from "wouter";
import { deleteAgent } from "../../api/agents";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { Agent, PhoneNumber } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";

interface Props {
  agent: Agent;
  /** The numbers that point to it. */
  numbers: readonly PhoneNumber[];
  onDeleted: (agent: Agent) => void;
  onClose: () => void;
}

/** Numbers that are named. */
const NAMED = 5;

export function DeleteAgentDialog({ agent, numbers, onDeleted, onClose }: Props) {
  const words = texts.agents.deleteDialog;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const remove = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await deleteAgent(agent.agentId);
      onDeleted(agent);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const named = numbers.slice(0, NAMED).map(({ e164 }) => e164);
  return (
    <Dialog
      open
      title={words.title(agent.name)}
      description={words.description}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button kind="danger" busy={busy} onClick={() => void remove()}>
            {words.submit}
          </Button>
        </>
      }
    >
      {numbers.length === 0 ? null : (
        <Notice
          kind="warning"
          title={words.used(numbers.length)}
          actions={<Link href={paths.phoneNumbers}>{words.numbers}</Link>}
        >
          {words.usedHint} {named.join(", ")}
          {numbers.length > NAMED ? ` ${texts.agents.moreNumbers(numbers.length - NAMED)}` : null}
        </Notice>
      )}
      {failure === null ? null : (
        <Notice kind="bad" title={words.failed(failure.title)}>
          {failure.kind === "away" ? texts.agents.form.retryLater : failure.remedy}
        </Notice>
      )}
    </Dialog>
  );
}
