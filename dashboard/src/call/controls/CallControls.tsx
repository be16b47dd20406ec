/** What a call is doing, for how long, and the buttons that end it and start it over. */
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { isOver, type Call, type CallSnapshot } from "../model/call";
import styles from "./CallControls.module.css";
import { MicrophoneControls } from "./MicrophoneControls";
import { RestartButtons } from "./RestartButtons";
import { useElapsed } from "./useElapsed";
import { MODE_WORDS, phaseWords } from "./words";

interface Props {
  call: Call;
  snapshot: CallSnapshot;
  onEnd: () => void;
  onRestart: () => void;
  /** Null where the caller did nothing yet. */
  onRepeat: (() => void) | null;
  onSetUp: () => void;
}

export function CallControls({ call, snapshot, onEnd, onRestart, onRepeat, onSetUp }: Props) {
  const time = useElapsed(snapshot.startedAt, snapshot.endedAt);
  const over = isOver(snapshot);
  return (
    <section className={styles.controls} aria-label="Call">
      <div className={styles.row}>
        <Badge kind="accent">{MODE_WORDS[snapshot.mode]}</Badge>
        <span className={styles.state} data-state={stateOf(snapshot)}>
          <span className={styles.dot} aria-hidden="true" />
          <span role="status" className={styles.phase}>
            {phaseWords(snapshot)}
          </span>
        </span>
        <span className={styles.time}>
          <span className="unseen">Elapsed </span>
          {time}
        </span>
      </div>
      {snapshot.mode === "simulate" ? (
        <p className={styles.plainly}>Without LiveKit: the same flow over the API alone, no voice, no worker.</p>
      ) : null}
      {snapshot.microphone === null ? null : <MicrophoneControls call={call} muted={snapshot.microphone.muted} />}
      <div className={styles.row}>
        {over ? null : (
          <Button small kind="danger" onClick={onEnd}>
            End
          </Button>
        )}
        <RestartButtons onRestart={onRestart} onRepeat={onRepeat} primary={over} />
        {over ? (
          <Button small kind="quiet" onClick={onSetUp}>
            New test
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function stateOf({ phase, live }: CallSnapshot): string {
  if (phase === "on") return live.callerSpeaks ? "caller" : live.agent;
  return isOver({ phase }) ? "over" : "waiting";
}
