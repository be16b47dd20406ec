/** One session by its address, current or past. */
import { useCallback } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { MayLink } from "../access/MayButton";
import type { ApiFailure } from "../api/failure";
import { ENDED, type Turn } from "../api/types";
import { paths } from "../nav/paths";
import { EraseButton } from "../session/erase/Erase";
import { MakeTestButton, TestNotMade, useMakeTest } from "../session/MakeTest";
import { Screen } from "../session/Screen";
import { SessionView } from "../session/SessionView";
import { useDefinition } from "../session/read/useDefinition";
import { useSession, type UsedSession } from "../session/read/useSession";
import { ScoresPanel } from "../session/scores/ScoresPanel";
import { useScores, type UsedScores } from "../session/scores/useScores";
import { texts } from "../texts";
import { buttonClass, Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import styles from "./SessionPage.module.css";
import { TranscriptMenu, TranscriptNotSaved, useTranscript } from "./TranscriptMenu";

const { page: labels } = texts.sessions;

export default function SessionPage({ sessionId }: { sessionId: string }) {
  const used = useSession(sessionId, { live: true });
  const { session } = used;
  const flow = useDefinition(session?.flowId ?? null, session?.flowVersion ?? null);
  const [turn, selectTurn] = useTurnInAddress(sessionId, session?.turns);
  const making = useMakeTest(session);
  const transcript = useTranscript(sessionId);
  const scores = useScores(session);
  const draftChanged =
    session?.flowVersion === "draft" &&
    flow.flow !== undefined &&
    Date.parse(flow.flow.updatedAt) > Date.parse(session.createdAt);
  const unknownTurn = session !== undefined && turn !== null && session.turns.every((each) => each.turnId !== turn);

  const problem = [
    used.failure === null ? null : <ReadFailure key="reading" used={used} failure={used.failure} />,
    making.failure === null ? null : <TestNotMade key="test" making={making} />,
    transcript.failure === null ? null : <TranscriptNotSaved key="transcript" saving={transcript} />,
    flow.failure === null ? null : (
      <Notice
        key="flow"
        kind="warning"
        title={flow.failure.kind === "missing" ? labels.flowMissing : flow.failure.title}
        actions={
          <Button small onClick={flow.again}>
            {texts.common.retry}
          </Button>
        }
      >
        {labels.withoutFlow} {flow.failure.kind === "missing" ? "" : flow.failure.remedy}
      </Notice>
    ),
    draftChanged ? (
      <Notice key="draft" kind="info" title={labels.draftChanged}>
        {labels.draftChangedBody}
      </Notice>
    ) : null,
    unknownTurn ? (
      <Notice key="turn" kind="info" title={labels.turnMissing}>
        {labels.newestTurn}
      </Notice>
    ) : null,
  ].filter((notice): notice is Exclude<typeof notice, null> => notice !== null);

  if (session === undefined && (used.phase === "missing" || used.phase === "failed")) {
    return (
      <Screen head={<h1>{labels.title}</h1>}>
        <div className={styles.problem}>{problem}</div>
      </Screen>
    );
  }
  return (
    <Screen
      head={
        <>
          <h1>{session === undefined ? labels.title : labels.titleOf(flow.flow?.name ?? session.flowId)}</h1>
          {session === undefined ? null : (
            <div className={styles.actions}>
              <Link href={paths.flow(session.flowId)} className={buttonClass("quiet", true)}>
                {labels.openFlow}
              </Link>
              {session.turns.length === 0 ? null : <TranscriptMenu saving={transcript} />}
              <EraseButton session={session} />
              {session.turns.length === 0 ? null : <MakeTestButton making={making} />}
              {ENDED.has(session.status) || session.turns.length > 0 ? (
                <MayLink
                  need="POST /api/flows/{flowId}/process"
                  href={paths.test(session.flowId, { again: session.sessionId })}
                  small
                >
                  {labels.repeat}
                </MayLink>
              ) : null}
            </div>
          )}
        </>
      }
    >
      <SessionView
        session={session}
        definition={flow.definition ?? (flow.failure === null ? undefined : null)}
        {...(hasScores(scores) ? { scores: <ScoresPanel used={scores} /> } : {})}
        selectedTurn={unknownTurn ? null : turn}
        onSelectTurn={selectTurn}
        problem={problem.length === 0 ? undefined : problem}
      />
    </Screen>
  );
}

/** Most flows ask for no scores, and their sessions have no such tab. */
function hasScores({ scores, failure }: UsedScores): boolean {
  return failure !== null || (scores !== undefined && scores.status !== "notAsked");
}

function ReadFailure({ used: { phase, refresh }, failure }: { used: UsedSession; failure: ApiFailure }) {
  const missing = phase === "missing";
  return (
    <Notice
      kind={missing || phase === "away" ? "warning" : "bad"}
      title={missing ? labels.missing : failure.title}
      actions={
        <>
          <Button small onClick={refresh}>
            {texts.common.retry}
          </Button>
          {missing ? (
            <Link href={paths.sessions} className={buttonClass("plain", true)}>
              {labels.allSessions}
            </Link>
          ) : null}
        </>
      }
    >
      {missing ? labels.missingBody : failure.remedy}
    </Notice>
  );
}

/**
 * `?turn=` has the id of a turn, `?at=` the number of one, from 1. Each step replaces the address, so the browser's Back
 * leaves the session.
 */
function useTurnInAddress(
  sessionId: string,
  turns: readonly Turn[] = [],
): [string | null, (turnId: string | null) => void] {
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const select = useCallback(
    (turnId: string | null) => go(paths.session(sessionId, turnId ?? undefined), { replace: true }),
    [go, sessionId],
  );
  const numbered = turns[Number(search.get("at")) - 1]?.turnId ?? null;
  return [search.get("turn") ?? numbered, select];
}
