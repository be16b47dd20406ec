import { beforeEach, describe, expect, it, vi } from "vitest";
import { joined, runTests } from "./flow-tests";

const posted = vi.hoisted(() => vi.fn<(path: string, request: { body: { tests: string[] } }) => Promise<object>>());
vi.mock("./client", () => ({ api: { POST: posted }, body: ({ data }: { data: unknown }) => data }));

beforeEach(() => {
  posted.mockReset();
});

const run = (testId: string, nodes: Record<string, number>, missed: string[]) => ({
  passed: 1,
  failed: 0,
  results: [{ testId, name: testId, passed: true, failures: [], turns: [], millis: 1 }],
  coverage: { nodes, exits: {}, missed },
});

describe("a run of tests", () => {
  it("adds up the runs of some tests at once", () => {
    const all = joined([run("a", { ask: 1, bye: 0 }, ["bye"]), run("b", { ask: 1, bye: 1, "who/ask": 1 }, [])]);
    expect(all.passed).toBe(2);
    expect(all.results.map(({ testId }) => testId)).toEqual(["a", "b"]);
    expect(all.coverage.nodes).toEqual({ ask: 2, bye: 1, "who/ask": 1 });
    expect(all.coverage.missed).toEqual([]);
    expect(joined([run("a", {}, ["bye"]), run("b", {}, ["bye"])]).coverage.missed).toEqual(["bye"]);
  });

  it("asks for a hundred tests at once", async () => {
    posted.mockResolvedValue({ data: run("a", {}, []) });
    const ids = Array.from({ length: 250 }, (_, at) => `t${at}`);
    await runTests("flow", { version: "draft" }, ids, new AbortController().signal);
    const asked = posted.mock.calls.map(([, { body }]) => body.tests);
    expect(asked.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(asked.flat()).toEqual(ids);
  });
});
