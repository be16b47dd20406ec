/** Makes a test of a session with one press, and opens it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { MayButton } from "../access/MayButton";
import { asFailure, type ApiFailure } from "../api/failure";
import { testKeys, testOfSession } from "../api/flow-tests";
import type { Session } from "../api/types";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";

const words = texts.flowTests.make;

interface MakingTest {
  make: () => void;
  busy: boolean;
  failure: ApiFailure | null;
}

/** `session`: undefined while it loads. */
export function useMakeTest(session: Pick<Session, "flowId" | "sessionId"> | undefined): MakingTest {
  const client = useQueryClient();
  const [, go] = useLocation();
  const making = useMutation({
    mutationFn: async ({ flowId, sessionId }: Pick<Session, "flowId" | "sessionId">) => {
      const { testId } = await testOfSession(flowId, sessionId);
      await client.invalidateQueries({ queryKey: testKeys.list(flowId) });
      go(paths.tests(flowId, testId));
    },
  });
  return {
    make: () => (session === undefined ? undefined : making.mutate(session)),
    busy: making.isPending,
    failure: making.error === null ? null : asFailure(making.error),
  };
}

export function MakeTestButton({ making }: { making: MakingTest }) {
  return (
    <MayButton
      need="POST /api/flows/{flowId}/tests/from-session"
      small
      busy={making.busy}
      title={words.hint}
      onClick={making.make}
    >
      {words.button}
    </MayButton>
  );
}

export function TestNotMade({ making: { failure, make } }: { making: MakingTest }) {
  return failure === null ? null : <FailureNotice failure={failure} onAgain={failure.kind === "away" ? make : null} />;
}
