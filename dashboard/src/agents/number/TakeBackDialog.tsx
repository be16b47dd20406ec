/** The dialog that takes a phone number back from its agent and from the organization. */
import { useState } from "react";
import { releaseNumber } from "../../api/agents";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { PhoneNumber } from "../../api/types";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";

interface Props {
  number: PhoneNumber;
  /** The name of its agent. */
  agent: string;
  onTakenBack: (number: PhoneNumber) => void;
  onClose: () => void;
}

export function TakeBackDialog({ number, agent, onTakenBack, onClose }: Props) {
  const words = texts.phoneNumbers.takeBackDialog;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const takeBack = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await releaseNumber(number.e164);
      onTakenBack(number);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      title={words.title(number.e164)}
      description={words.description(agent)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button kind="danger" busy={busy} onClick={() => void takeBack()}>
            {words.submit}
          </Button>
        </>
      }
    >
      <p>{words.reserved}</p>
      {failure === null ? null : (
        <Notice kind="bad" title={words.failed(failure.title)}>
          {failure.kind === "away" ? texts.phoneNumbers.form.retryLater : failure.remedy}
        </Notice>
      )}
    </Dialog>
  );
}
