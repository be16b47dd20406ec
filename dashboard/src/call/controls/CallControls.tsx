/** A call's state and duration, and the buttons that end and restart it. */
import { useEffect, useState, type ReactNode } from "react";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { isOver, type Call, type CallSnapshot } from "../model/call";
import { elapsed, phaseText } from "./call-texts";
import styles from "./CallControls.module.css";
import { MicrophoneControls } from "./MicrophoneControls";
import { RestartButtons } from "./RestartButtons";

interface Props {
  call: Call;
  snapshot: CallSnapshot;
  onEnd: () => void;
  onRestart: () => void;
  /** Null while there is no input to repeat. */
  onRepeat: (() => void) | null;
  onSetUp: () => void;
  /** What else a call offers once it is over. */
  children: ReactNode;
}

export function CallControls({ call: { audio }, snapshot, onEnd, onRestart, onRepeat, onSetUp, children }: Props) {
  const time = useElapsed(snapshot.startedAt, snapshot.endedAt);
  const over = isOver(snapshot);
  const { controls, modes } = texts.call;
  return (
    <section className={styles.controls} aria-label={controls.region}>
      <div className={styles.row}>
        <Badge kind="accent">{modes[snapshot.mode]}</Badge>
        <span className={styles.state} data-state={stateOf(snapshot)}>
          <span className={styles.dot} aria-hidden="true" />
          <span role="status" className={styles.phase}>
            {phaseText(snapshot)}
          </span>
        </span>
        <span className={styles.time}>
          <span className="unseen">{controls.elapsed} </span>
          {time}
        </span>
      </div>
      {snapshot.mode === "simulate" ? <p className={styles.plainly}>{controls.simulated}</p> : null}
      {snapshot.microphone === null || audio === null ? null : (
        <MicrophoneControls audio={audio} muted={snapshot.microphone.muted} />
      )}
      <div className={styles.row}>
        {over ? null : (
          <Button small kind="danger" onClick={onEnd}>
            {controls.end}
          </Button>
        )}
        <RestartButtons onRestart={onRestart} onRepeat={onRepeat} primary={over} />
        {over ? children : null}
        {over ? (
          <Button small kind="quiet" onClick={onSetUp}>
            {controls.newTest}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** The state that the style sheet knows. */
function stateOf({ phase, live }: CallSnapshot): string {
  if (phase === "on") return live.callerSpeaks ? "caller" : live.agent;
  return isOver({ phase }) ? "over" : "waiting";
}

/** The duration of a call as text. It runs until the call ends. */
function useElapsed(from: number, until: number | null): string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until !== null) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return elapsed(from, until ?? now);
}
