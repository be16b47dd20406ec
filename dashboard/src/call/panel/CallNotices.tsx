/** What went wrong with a call, or happened to it, each with what to do about it. */
import type { ApiFailure } from "../../api/failure";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import type { Call, CallFailure, CallMode, CallSnapshot } from "../model/call";
import styles from "./CallNotices.module.css";

interface Ways {
  again: () => void;
  /** Join the same room again; null where that cannot be. */
  rejoin: (() => void) | null;
  instead: (mode: CallMode) => void;
  setUp: () => void;
}

interface Props {
  call: Call;
  snapshot: CallSnapshot;
  /** Why it is over, in words. */
  over: string | null;
  /** The session cannot be read just now. */
  unread: ApiFailure | null;
  repeating: { done: number; all: number; next: string } | null;
  onStopRepeat: () => void;
  ways: Ways;
}

export function CallNotices({ call, snapshot, over, unread, repeating, onStopRepeat, ways }: Props) {
  const { failure, note, playbackBlocked, mode } = snapshot;
  const apiAway = unread !== null && failure?.kind !== "apiAway";
  if (failure === null && note === null && !playbackBlocked && over === null && !apiAway && repeating === null)
    return null;
  return (
    <div className={styles.notices}>
      {failure === null ? null : (
        <Notice
          kind={snapshot.phase === "failed" ? "bad" : "warning"}
          title={failure.title}
          actions={<Actions failure={failure} snapshot={snapshot} ways={ways} />}
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
          The conversation is not shown further until it does; this page tries again by itself.
        </Notice>
      ) : null}
      {playbackBlocked ? (
        <Notice
          kind="warning"
          title="The browser holds back the agent's voice until you press."
          actions={
            <Button small kind="primary" onClick={() => call.allowPlayback()}>
              Play the sound
            </Button>
          }
        />
      ) : null}
      {note === null ? null : <Notice kind="info" title={note} />}
      {over === null ? null : <Notice kind="info" title={over} />}
      {repeating === null ? null : (
        <Notice
          kind="info"
          title={`The same words again: ${repeating.done} of ${repeating.all} done.`}
          actions={
            <Button small onClick={onStopRepeat}>
              Stop repeating
            </Button>
          }
        >
          Next: {repeating.next}
          {mode === "audio" ? " (as text; nothing is spoken)" : ""}
        </Notice>
      )}
    </div>
  );
}

function Actions({ failure, snapshot, ways }: { failure: CallFailure; snapshot: CallSnapshot; ways: Ways }) {
  const { kind } = failure;
  const failed = snapshot.phase === "failed";
  const simulate = kind === "roomFull" || kind === "serverAway" || kind === "workerAway";
  return (
    <>
      {kind === "lost" && ways.rejoin !== null ? (
        <Button small kind="primary" onClick={ways.rejoin}>
          Join again
        </Button>
      ) : null}
      {kind === "workerAway" ? (
        <Button small onClick={ways.again}>
          Restart
        </Button>
      ) : null}
      {failed && kind !== "refused" && kind !== "lost" ? (
        <Button small onClick={ways.again}>
          {kind === "tokenExpired" || kind === "elsewhere" ? "Start again" : "Try again"}
        </Button>
      ) : null}
      {kind === "refused" ? (
        <Button small onClick={ways.setUp}>
          Change the test
        </Button>
      ) : null}
      {kind === "noMicrophone" ? (
        <Button small kind="primary" onClick={() => ways.instead("chat")}>
          Test chat
        </Button>
      ) : null}
      {simulate && snapshot.mode !== "simulate" ? (
        <Button small kind="primary" onClick={() => ways.instead("simulate")}>
          Simulate
        </Button>
      ) : null}
    </>
  );
}
