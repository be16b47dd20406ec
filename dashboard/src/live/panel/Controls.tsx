/** Listen, take over, hand back: what a supervisor does in a call, and what it is at present. */
import { useState } from "react";
import { MayButton } from "../../access/MayButton";
import type { LiveCall } from "../../api/calls/live";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import styles from "../live.module.css";
import type { Supervised, Supervision } from "../model/supervision";

interface Props {
  call: LiveCall;
  supervised: Supervised;
  supervision: Supervision;
}

export function Controls({ call, supervised, supervision }: Props) {
  const words = texts.live;
  const [asking, setAsking] = useState(false);
  const { mode, joining, muted } = supervised;
  const leave = () => void supervision.leave();
  const has = mode === "takeOver";
  const other = has ? undefined : call.supervisors?.find((each) => each.mode === "takeOver");
  if (call.channel === "chat") return <p className={styles.said}>{words.state.chat}</p>;
  return (
    <div role="group" aria-label={words.controls} className={styles.controls}>
      <p role="status" className={styles.state}>
        {stateText(supervised)}
      </p>
      {other === undefined ? null : (
        <Notice kind="warning" title={words.other(other.name)}>
          {words.otherHint}
        </Notice>
      )}
      {supervised.failure === null ? null : <FailureNotice failure={supervised.failure} onAgain={null} />}
      <div className={styles.buttons}>
        {has || joining === "takeOver" ? null : (
          <MayButton
            need="POST /api/flows/sessions/{sessionId}/supervise"
            onClick={mode === "listen" || joining === "listen" ? leave : () => void supervision.join("listen")}
          >
            {joining === "listen" ? words.cancel : mode === "listen" ? words.stopListening : words.listen}
          </MayButton>
        )}
        {/* One button, so that it keeps the focus when the call is taken over. */}
        <MayButton
          need="publisher"
          kind={has ? "primary" : "plain"}
          disabled={other !== undefined && joining !== "takeOver"}
          onClick={has || joining === "takeOver" ? leave : () => setAsking(true)}
        >
          {joining === "takeOver" ? words.cancel : has ? words.handBack : words.takeOver}
        </MayButton>
        {has ? (
          <Button aria-pressed={muted} onClick={() => supervision.mute(!muted)}>
            {muted ? words.unmute : words.mute}
          </Button>
        ) : null}
        {supervised.soundBlocked && mode !== null ? (
          <Button onClick={() => supervision.allowSound()}>{words.allowSound}</Button>
        ) : null}
      </div>
      <Dialog
        open={asking}
        title={words.confirm.title}
        description={words.confirm.description}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{texts.common.cancel}</Button>
            <Button
              kind="primary"
              onClick={() => {
                setAsking(false);
                void supervision.join("takeOver");
              }}
            >
              {words.confirm.submit}
            </Button>
          </>
        }
      >
        <p>{words.confirm.more}</p>
      </Dialog>
    </div>
  );
}

function stateText({ mode, joining, reconnecting, muted, soundBlocked }: Supervised): string {
  const words = texts.live.state;
  if (joining !== null) return words.joining;
  if (mode === null) return words.outside;
  if (reconnecting) return words.reconnecting;
  if (soundBlocked) return words.soundBlocked;
  return mode === "listen" ? words.listen : muted ? words.muted : words.takeOver;
}
