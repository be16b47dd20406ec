/** The requests about the tests of a flow, and the keys under which their responses are cached. */
import { api, body } from "./client";
import type { FlowDefinition, FlowTest, StoredTest, TestRun } from "./types";

export const testKeys = {
  /** The tests of a flow. */
  list: (flowId: string) => ["flowTests", flowId] as const,
  /** A run of `tests`. `of`: what was tested. */
  run: (flowId: string, of: string, tests: string) => ["flowTestRun", flowId, of, tests] as const,
};

/** The version that tests run on, or a definition that is not saved. */
export type Tested = { version: number | "draft" | "latest" } | { definition: FlowDefinition };

/** Tests in one request of a run. The API has 20 seconds for them. */
const RUN_AT_ONCE = 100;

/** All tests of a flow by id: at most 1,000. */
export async function allTests(flowId: string, signal: AbortSignal): Promise<readonly StoredTest[]> {
  const tests: StoredTest[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const page = body(await api.GET("/api/flows/{flowId}/tests", { params: { path: { flowId }, query }, signal }));
    tests.push(...page.tests);
    cursor = page.cursor;
  } while (cursor !== null);
  return tests;
}

export async function saveTest(flowId: string, testId: string, test: FlowTest): Promise<StoredTest> {
  const params = { path: { flowId, testId } };
  return body(await api.PUT("/api/flows/{flowId}/tests/{testId}", { params, body: test }));
}

export async function deleteTest(flowId: string, testId: string): Promise<void> {
  await api.DELETE("/api/flows/{flowId}/tests/{testId}", { params: { path: { flowId, testId } } });
}

/** Make a test of a recorded session. */
export async function testOfSession(flowId: string, sessionId: string): Promise<StoredTest> {
  const request = { params: { path: { flowId } }, body: { sessionId } };
  return body(await api.POST("/api/flows/{flowId}/tests/from-session", request));
}

/** Run tests by id, some at once. */
export async function runTests(
  flowId: string,
  tested: Tested,
  tests: readonly string[],
  signal: AbortSignal,
): Promise<TestRun> {
  const runs: TestRun[] = [];
  for (let first = 0; first < tests.length; first += RUN_AT_ONCE) {
    const some = tests.slice(first, first + RUN_AT_ONCE);
    const request = { params: { path: { flowId } }, body: { ...tested, tests: some }, signal };
    runs.push(body(await api.POST("/api/flows/{flowId}/tests/run", request)));
  }
  return joined(runs);
}

/** One run in place of several runs of other tests. */
export function joined(runs: readonly TestRun[]): TestRun {
  const nodes = sums(runs.map(({ coverage }) => coverage.nodes));
  const exits = sums(runs.map(({ coverage }) => coverage.exits));
  const missed = (runs[0]?.coverage.missed ?? []).filter((name) =>
    runs.every(({ coverage }) => isMissed(coverage, name)),
  );
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    results: runs.flatMap(({ results }) => results),
    coverage: { nodes, exits, missed },
  };
}

function isMissed({ missed }: TestRun["coverage"], name: string): boolean {
  return missed.includes(name);
}

function sums(counts: readonly Record<string, number>[]): Record<string, number> {
  const all = new Map<string, number>();
  for (const each of counts) {
    for (const [name, number] of Object.entries(each)) all.set(name, (all.get(name) ?? 0) + number);
  }
  return Object.fromEntries(all);
}
