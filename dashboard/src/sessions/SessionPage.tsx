/** One session by its address: past, or going on, turn by turn. */
import { useCallback } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import type { ApiFailure } from "../api/failure";
import { ENDED } from "../api/types";
import { paths } from "../nav/paths";
import { Screen } from "../session/Screen";
import { SessionView } from "../session/SessionView";
import { useDefinition } from "../session/read/useDefinition";
import { useSession, type UsedSession } from "../session/read/useSession";
import { buttonClass, Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import styles from "./SessionPage.module.css";

export default function SessionPage({ sessionId }: { sessionId: string }) {
  const used = useSession(sessionId, { live: true });
  const { session } = used;
  const flow = useDefinition(session?.flowId ?? null, session?.flowVersion ?? null);
  const [turn, selectTurn] = useTurnInAddress(sessionId);
  const draftChanged =
    session?.flowVersion === "draft" &&
    flow.flow !== undefined &&
    Date.parse(flow.flow.updatedAt) > Date.parse(session.createdAt);
  const unknownTurn = session !== undefined && turn !== null && session.turns.every((each) => each.turnId !== turn);

  const problem = [
    used.failure === null ? null : <Reading key="reading" used={used} failure={used.failure} />,
    flow.failure === null ? null : (
      <Notice
        key="flow"
        kind="warning"
        title={
          flow.failure.kind === "missing" ? "The flow that this session ran is not here any more." : flow.failure.title
        }
        actions={
          <Button small onClick={flow.again}>
            Try again
          </Button>
        }
      >
        What was said and done is shown without it. {flow.failure.kind === "missing" ? "" : flow.failure.remedy}
      </Notice>
    ),
    draftChanged ? (
      <Notice key="draft" kind="info" title="This session ran a draft that was saved anew since.">
        The picture and the expressions are those of the draft as it is now; they may differ from what ran.
      </Notice>
    ) : null,
    unknownTurn ? (
      <Notice key="turn" kind="info" title="The turn in the address is not in this session.">
        The newest one is shown.
      </Notice>
    ) : null,
  ].filter((notice): notice is Exclude<typeof notice, null> => notice !== null);

  if (session === undefined && (used.phase === "missing" || used.phase === "failed")) {
    return (
      <Screen head={<h1>Session</h1>}>
        <div className={styles.problem}>{problem}</div>
      </Screen>
    );
  }
  return (
    <Screen
      head={
        <>
          <h1>{session === undefined ? "Session" : <>Session of {flow.flow?.name ?? session.flowId}</>}</h1>
          {session === undefined ? null : (
            <div className={styles.actions}>
              <Link href={paths.flow(session.flowId)} className={buttonClass("quiet", true)}>
                Open flow
              </Link>
              {ENDED.has(session.status) || session.turns.length > 0 ? (
                <Link
                  href={paths.test(session.flowId, { again: session.sessionId })}
                  className={buttonClass("plain", true)}
                >
                  Run again with the same words
                </Link>
              ) : null}
            </div>
          )}
        </>
      }
    >
      <SessionView
        session={session}
        definition={flow.definition ?? (flow.failure === null ? undefined : null)}
        selectedTurn={unknownTurn ? null : turn}
        onSelectTurn={selectTurn}
        problem={problem.length === 0 ? undefined : problem}
      />
    </Screen>
  );
}

function Reading({ used: { phase, refresh }, failure }: { used: UsedSession; failure: ApiFailure }) {
  const missing = phase === "missing";
  return (
    <Notice
      kind={missing || phase === "away" ? "warning" : "bad"}
      title={missing ? "This session is not here." : failure.title}
      actions={
        <>
          <Button small onClick={refresh}>
            Try again
          </Button>
          {missing ? (
            <Link href={paths.sessions} className={buttonClass("plain", true)}>
              All sessions
            </Link>
          ) : null}
        </>
      }
    >
      {missing
        ? "The address may be cut short, or the session belongs to another organization, or was kept no longer."
        : failure.remedy}
    </Notice>
  );
}

/** `?turn=`, which stepping replaces: the way back leads to where one came from. */
function useTurnInAddress(sessionId: string): [string | null, (turnId: string | null) => void] {
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const select = useCallback(
    (turnId: string | null) => go(paths.session(sessionId, turnId ?? undefined), { replace: true }),
    [go, sessionId],
  );
  return [search.get("turn"), select];
}
