/** Runs the tests of a flow. Few tests run by themselves, after each change of a test or of the flow. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { runTests, testKeys, type Tested } from "../api/flow-tests";
import { asFailure, type ApiFailure } from "../api/failure";
import type { StoredTest, TestRun } from "../api/types";

/** More tests than this run at a press. */
const BY_THEMSELVES = 100;

export interface Subject {
  tested: Tested;
  /** Differs for each revision of what is tested. */
  revision: string;
}

export interface UsedRun {
  /** The newest run; it may be one of the revision before, while tests run. */
  run: TestRun | undefined;
  running: boolean;
  failure: ApiFailure | null;
  start: () => void;
}

/** A null subject is not known yet. */
export function useRun(flowId: string, tests: readonly StoredTest[], subject: Subject | null): UsedRun {
  const [asked, setAsked] = useState(false);
  const stamp = tests.map(({ testId, updatedAt }) => `${testId} ${updatedAt}`).join("\n");
  const query = useQuery({
    queryKey: testKeys.run(flowId, subject?.revision ?? "", stamp),
    queryFn: ({ signal }) =>
      runTests(
        flowId,
        subject?.tested ?? { version: "draft" },
        tests.map(({ testId }) => testId),
        signal,
      ),
    enabled: subject !== null && tests.length > 0 && (asked || tests.length <= BY_THEMSELVES),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const thrown = query.error ?? query.failureReason;
  return {
    run: tests.length === 0 ? undefined : query.data,
    running: query.isFetching,
    failure: thrown === null ? null : asFailure(thrown),
    start: () => {
      setAsked(true);
      void query.refetch();
    },
  };
}
