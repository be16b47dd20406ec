/** Sends a test event to the saved address, and shows the answer. */
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { testWebhook, type SentByHand } from "../../api/organization";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import styles from "../organization.module.css";

/** `ready`: there is an address. `unsaved`: what is shown differs from what is saved. */
export function TestDelivery({ ready, unsaved }: { ready: boolean; unsaved: boolean }) {
  const words = texts.settings.test;
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<SentByHand | ApiFailure | null>(null);
  const send = async () => {
    setBusy(true);
    setAnswer(null);
    try {
      setAnswer(await testWebhook());
    } catch (error) {
      setAnswer(asFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className={styles.row}>
        <Button small busy={busy} disabled={!ready || unsaved} onClick={() => void send()}>
          {words.send}
        </Button>
        {unsaved ? <span className={styles.small}>{words.unsaved}</span> : null}
      </div>
      {answer === null ? null : answer instanceof Error ? (
        <FailureNotice failure={answer} onAgain={null} />
      ) : answer.problem === null ? (
        <Notice kind="good" title={words.taken(answer.status, answer.millis)} />
      ) : (
        <Notice kind="bad" title={words.failed}>
          {words.why(answer.problem, answer.millis)}
        </Notice>
      )}
    </>
  );
}
