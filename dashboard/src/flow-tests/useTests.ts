/** The tests of a flow: read, saved and deleted, and the changes in this page that are not saved. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { allTests, deleteTest, saveTest, testKeys } from "../api/flow-tests";
import { asFailure, type ApiFailure } from "../api/failure";
import type { FlowTest, StoredTest } from "../api/types";
import { equalJson } from "../session/variables/variables";
import { authored } from "./model/edits";

const NONE: readonly StoredTest[] = [];

export interface UsedTests {
  /** By id. */
  tests: readonly StoredTest[];
  loading: boolean;
  /** Why the tests cannot be read. */
  failure: ApiFailure | null;
  retry: () => void;
  /** The changed tests, by id. */
  edits: ReadonlyMap<string, FlowTest>;
  edit: (testId: string, test: FlowTest) => void;
  discard: (testId: string) => void;
  saving: boolean;
  /** Why the last change was not saved. */
  refusal: ApiFailure | null;
  forget: () => void;
  /** False if it was refused. */
  save: (testId: string, test: FlowTest) => Promise<boolean>;
  remove: (testId: string) => Promise<boolean>;
}

export function useTests(flowId: string): UsedTests {
  const client = useQueryClient();
  const key = testKeys.list(flowId);
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => allTests(flowId, signal) });
  const [edits, setEdits] = useState<ReadonlyMap<string, FlowTest>>(new Map());
  const tests = query.data ?? NONE;
  useAskBeforeLeaving(edits.size > 0);

  const discard = (testId: string) => setEdits((before) => new Map([...before].filter(([each]) => each !== testId)));
  const change = useMutation({
    mutationFn: async (by: { testId: string; test: FlowTest | null }) => {
      // A list that is being read does not have the change.
      await client.cancelQueries({ queryKey: key });
      if (by.test === null) await deleteTest(flowId, by.testId);
      const stored = by.test === null ? [] : [await saveTest(flowId, by.testId, by.test)];
      client.setQueryData<readonly StoredTest[]>(key, (before = NONE) => {
        const others = before.filter(({ testId }) => testId !== by.testId);
        return [...others, ...stored].sort((one, other) => (one.testId < other.testId ? -1 : 1));
      });
      discard(by.testId);
    },
  });
  const done = (by: { testId: string; test: FlowTest | null }) =>
    change.mutateAsync(by).then(
      () => true,
      () => false,
    );
  const thrown = query.error ?? query.failureReason;
  return {
    tests,
    loading: query.isPending,
    failure: query.data !== undefined || thrown === null ? null : asFailure(thrown),
    retry: () => void query.refetch(),
    edits,
    edit: (testId, test) => {
      const stored = tests.find((each) => each.testId === testId);
      if (stored !== undefined && equalJson(authored(stored), test)) discard(testId);
      else setEdits((before) => new Map(before).set(testId, test));
    },
    discard,
    saving: change.isPending,
    refusal: change.error === null ? null : asFailure(change.error),
    forget: change.reset,
    save: (testId, test) => done({ testId, test }),
    remove: (testId) => done({ testId, test: null }),
  };
}

/** The browser asks before the page closes. */
function useAskBeforeLeaving(ask: boolean): void {
  useEffect(() => {
    if (!ask) return;
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", leaving);
    return () => window.removeEventListener("beforeunload", leaving);
  }, [ask]);
}
