/** The controls of a session without a call in this page: it has ended, or it continues elsewhere. */
import type { ReactNode } from "react";
import { ENDED } from "../../api/types";
import type { UsedSession } from "../../session/read/useSession";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import type { CallMode } from "../model/call";
import styles from "./CallControls.module.css";
import { RestartButtons } from "./RestartButtons";

interface Props {
  mode: CallMode;
  onRestart: () => void;
  onRepeat: (() => void) | null;
  onSetUp: () => void;
  /** What else a past session offers. */
  children: ReactNode;
}

export function PastControls({ mode, onRestart, onRepeat, onSetUp, children }: Props) {
  return (
    <section className={styles.controls} aria-label={texts.call.controls.region}>
      <div className={styles.row}>
        <Badge>{texts.call.modes[mode]}</Badge>
        <RestartButtons onRestart={onRestart} onRepeat={onRepeat} primary />
        {children}
        <Button small kind="quiet" onClick={onSetUp}>
          {texts.call.controls.newTest}
        </Button>
      </div>
    </section>
  );
}

export function PastNotice({ read: { session, failure } }: { read: UsedSession }) {
  if (session === undefined) {
    return failure === null ? null : <FailureNotice failure={failure} onAgain={null} />;
  }
  const { past } = texts.call;
  return ENDED.has(session.status) ? (
    <Notice kind="info" title={past.over(session.outcome ?? texts.session.status[session.status].text)} />
  ) : (
    <Notice kind="info" title={past.elsewhere}>
      {past.elsewhereBody}
    </Notice>
  );
}
