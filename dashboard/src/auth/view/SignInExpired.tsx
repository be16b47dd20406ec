/** The notice that the sign-in has expired. The user signs in again in a popup, so nothing on the page is lost. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { authentication } from "../instance";
import styles from "./SignInExpired.module.css";

export function SignInExpired() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const { expired: labels, signInAgain } = texts.auth;

  async function signIn() {
    setBusy(true);
    setFailed(false);
    try {
      if (await authentication.signInByPopup()) await queries.invalidateQueries();
      // Another user signed in. This page still shows data of the previous user.
      else window.location.reload();
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={styles.expired}>
      <Notice
        kind="bad"
        title={labels.title}
        actions={
          <>
            {failed ? <Button onClick={() => void authentication.redirect()}>{labels.leave}</Button> : null}
            <Button kind="primary" busy={busy} onClick={() => void signIn()}>
              {signInAgain}
            </Button>
          </>
        }
      >
        {failed ? labels.popupFailed : labels.body}
      </Notice>
    </div>
  );
}
