/** The sign-in has ended while the page was open: said over it, and mended beside it, so that nothing written is lost. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import styles from "./Ended.module.css";
import { keeper } from "../session";

export function Ended() {
  const queries = useQueryClient();
  const [under, setUnder] = useState(false);
  const [failed, setFailed] = useState(false);

  async function again() {
    setUnder(true);
    setFailed(false);
    try {
      if (await keeper.goBeside()) await queries.invalidateQueries();
      // What is on this page belongs to somebody else.
      else window.location.reload();
    } catch {
      setFailed(true);
    } finally {
      setUnder(false);
    }
  }

  return (
    <div className={styles.ended}>
      <Notice
        kind="bad"
        title="Your sign-in has ended."
        actions={
          <>
            {failed ? <Button onClick={() => void keeper.go()}>Leave this page to sign in</Button> : null}
            <Button kind="primary" busy={under} onClick={() => void again()}>
              Sign in again
            </Button>
          </>
        }
      >
        {failed
          ? "The window for it did not open, or was closed. Allow this site to open windows and press again; or leave this page for it, which forgets what you have not saved."
          : "Signing in again opens a window; this page stays as it is, with what you wrote."}
      </Notice>
    </div>
  );
}
