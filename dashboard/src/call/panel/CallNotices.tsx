/** A call's failures and events, each with the actions that help. */
import type { ApiFailure } from "../../api/failure";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import type { Call, CallFailure, CallMode, CallSnapshot } from "../model/call";
import { noteText } from "../controls/call-texts";
import styles from "./CallNotices.module.css";

const labels = texts.call;

interface Remedies {
  restart: () => void;
  /** Joins the same room again; null before the session is known. */
  rejoin: (() => void) | null;
  restartAs: (mode: CallMode) => void;
  setUp: () => void;
}

interface Props {
  call: Call;
  snapshot: CallSnapshot;
  /** Why the call ended, as text. */
  ending: string | null;
  /** The session cannot be read at the moment. */
  unread: ApiFailure | null;
  repeating: { done: number; all: number; next: string } | null;
  onStopRepeat: () => void;
  remedies: Remedies;
}

export function CallNotices({ call, snapshot, ending, unread, repeating, onStopRepeat, remedies }: Props) {
  const { failure, note, playbackBlocked, mode } = snapshot;
  const apiAway = unread !== null && failure?.kind !== "apiAway";
  if (failure === null && note === null && !playbackBlocked && ending === null && !apiAway && repeating === null)
    return null;
  return (
    <div className={styles.notices}>
      {failure === null ? null : (
        <Notice
          kind={snapshot.phase === "failed" ? "bad" : "warning"}
          title={failure.title}
          actions={<Actions failure={failure} snapshot={snapshot} remedies={remedies} />}
        >
          {failure.remedy}
          {failure.problems === undefined || failure.problems.length === 0 ? null : (
            <ul className={styles.problems}>
              {failure.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {apiAway ? (
        <Notice kind="warning" title={unread.title}>
          {labels.sessionAway}
        </Notice>
      ) : null}
      {playbackBlocked ? (
        <Notice
          kind="warning"
          title={labels.playbackBlocked}
          actions={
            <Button small kind="primary" onClick={() => call.audio?.allowPlayback()}>
              {labels.actions.playSound}
            </Button>
          }
        />
      ) : null}
      {note === null ? null : <Notice kind="info" title={noteText(note)} />}
      {ending === null ? null : <Notice kind="info" title={ending} />}
      {repeating === null ? null : (
        <Notice
          kind="info"
          title={labels.repeat.progress(repeating.done, repeating.all)}
          actions={
            <Button small onClick={onStopRepeat}>
              {labels.repeat.stop}
            </Button>
          }
        >
          {mode === "audio" ? labels.repeat.nextAsText(repeating.next) : labels.repeat.next(repeating.next)}
        </Notice>
      )}
    </div>
  );
}

function Actions({
  failure,
  snapshot,
  remedies,
}: {
  failure: CallFailure;
  snapshot: CallSnapshot;
  remedies: Remedies;
}) {
  const { kind } = failure;
  const failed = snapshot.phase === "failed";
  const simulate = kind === "roomFull" || kind === "serverAway" || kind === "workerAway";
  return (
    <>
      {kind === "lost" && remedies.rejoin !== null ? (
        <Button small kind="primary" onClick={remedies.rejoin}>
          {labels.actions.rejoin}
        </Button>
      ) : null}
      {kind === "workerAway" ? (
        <Button small onClick={remedies.restart}>
          {labels.controls.restart}
        </Button>
      ) : null}
      {failed && kind !== "refused" && kind !== "lost" ? (
        <Button small onClick={remedies.restart}>
          {kind === "tokenExpired" || kind === "elsewhere" ? labels.actions.startAgain : texts.common.retry}
        </Button>
      ) : null}
      {kind === "refused" ? (
        <Button small onClick={remedies.setUp}>
          {labels.actions.changeTest}
        </Button>
      ) : null}
      {kind === "noMicrophone" ? (
        <Button small kind="primary" onClick={() => remedies.restartAs("chat")}>
          {labels.setUp.testChat}
        </Button>
      ) : null}
      {simulate && snapshot.mode !== "simulate" ? (
        <Button small kind="primary" onClick={() => remedies.restartAs("simulate")}>
          {labels.setUp.simulate}
        </Button>
      ) : null}
    </>
  );
}
