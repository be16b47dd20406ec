/** Erases the session, or all sessions of its caller, after a question that says what goes and what stays. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { MayButton } from "../../access/MayButton";
import { eraseCaller, eraseSession } from "../../api/erasure";
import { asFailure } from "../../api/failure";
import { ENDED, type Session } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { FailureNotice } from "../../ui/FailureNotice";
import styles from "./Erase.module.css";

const words = texts.session.erase;

type Erasable = Pick<Session, "sessionId" | "status" | "callerNumber">;

export function EraseButton({ session }: { session: Erasable }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <MayButton need="DELETE /api/flows/sessions/{sessionId}" small kind="quiet" onClick={() => setOpen(true)}>
        {words.button}
      </MayButton>
      {open ? <EraseDialog session={session} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EraseDialog({ session, onClose }: { session: Erasable; onClose: () => void }) {
  const { sessionId, callerNumber } = session;
  const client = useQueryClient();
  const [, go] = useLocation();
  const [what, setWhat] = useState<"session" | "caller">("session");
  const [erased, setErased] = useState(0);
  const erasing = useMutation({
    mutationFn: async () => {
      await (what === "caller" && callerNumber !== undefined
        ? eraseCaller(callerNumber, setErased)
        : eraseSession(sessionId));
    },
    onSuccess: async () => {
      go(paths.sessions, { replace: true });
      // Not the session itself: the page is left, and it is not found any more.
      await client.invalidateQueries({ predicate: ({ queryKey }) => !queryKey.includes(sessionId) });
    },
  });
  const close = () => (erasing.isPending ? undefined : onClose());

  return (
    <Dialog
      open
      onClose={close}
      title={words.title}
      description={words.cannotBeUndone}
      actions={
        <>
          <Button onClick={close}>{texts.common.cancel}</Button>
          <Button kind="danger" busy={erasing.isPending} onClick={() => erasing.mutate()}>
            {what === "caller" ? words.confirmCaller : words.confirm}
          </Button>
        </>
      }
    >
      {callerNumber === undefined ? null : (
        <fieldset className={styles.choice} disabled={erasing.isPending}>
          <legend>{words.what}</legend>
          <label>
            <input type="radio" name="what" checked={what === "session"} onChange={() => setWhat("session")} />
            {words.session}
          </label>
          <label>
            <input type="radio" name="what" checked={what === "caller"} onChange={() => setWhat("caller")} />
            {words.caller(callerNumber)}
          </label>
        </fieldset>
      )}
      {ENDED.has(session.status) ? null : <p className={styles.open}>{words.open}</p>}
      <h3 className={styles.head}>{words.goes}</h3>
      <ul className={styles.list}>
        {words.going.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3 className={styles.head}>{words.stays}</h3>
      <ul className={styles.list}>
        {words.staying.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p role="status" className={styles.progress}>
        {erased > 0 ? words.progress(erased) : ""}
      </p>
      {erasing.error === null ? null : <FailureNotice failure={asFailure(erasing.error)} onAgain={null} />}
    </Dialog>
  );
}
