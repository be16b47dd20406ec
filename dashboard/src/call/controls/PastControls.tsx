/** A session that is opened here and has no call on in this page: it is over, or goes on elsewhere. */
import { ENDED } from "../../api/types";
import type { UsedSession } from "../../session/read/useSession";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import type { CallMode } from "../model/call";
import styles from "./CallControls.module.css";
import { RestartButtons } from "./RestartButtons";
import { MODE_WORDS } from "./words";

interface Props {
  mode: CallMode;
  onRestart: () => void;
  onRepeat: (() => void) | null;
  onSetUp: () => void;
}

export function PastControls({ mode, onRestart, onRepeat, onSetUp }: Props) {
  return (
    <section className={styles.controls} aria-label="Call">
      <div className={styles.row}>
        <Badge>{MODE_WORDS[mode]}</Badge>
        <RestartButtons onRestart={onRestart} onRepeat={onRepeat} primary />
        <Button small kind="quiet" onClick={onSetUp}>
          New test
        </Button>
      </div>
    </section>
  );
}

export function PastNotice({ read: { session, failure } }: { read: UsedSession }) {
  if (session === undefined) {
    return failure === null ? null : <FailureNotice failure={failure} onAgain={null} />;
  }
  return (
    <Notice
      kind="info"
      title={
        ENDED.has(session.status)
          ? `This call is over: ${session.outcome ?? session.status}.`
          : "This call is not held in this tab."
      }
    >
      {ENDED.has(session.status) ? "" : "It goes on elsewhere, or was ended; here it can be watched, or started anew."}
    </Notice>
  );
}
