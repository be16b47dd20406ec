import { expect, it } from "vitest";
import { failingFlows, failures, givenUp, namesOf, slower } from "./compare";
import { flowPart, report } from "../../testing/reports";

it("puts the nodes at which most callers gave up first, over all flows", () => {
  const now = report({
    byFlow: {
      a: flowPart({ abandonedAt: [{ nodeId: "x", count: 2 }] }),
      b: flowPart({
        abandonedAt: [
          { nodeId: "x", count: 5 },
          { nodeId: "y", count: 1 },
        ],
      }),
    },
  });
  const before = report({ byFlow: { b: flowPart({ abandonedAt: [{ nodeId: "x", count: 7 }] }) } });
  expect(givenUp(now, before, 2)).toEqual([
    { flowId: "b", nodeId: "x", count: 5, before: 7 },
    { flowId: "a", nodeId: "x", count: 2, before: 0 },
  ]);
  expect(givenUp(now, null, 1)[0]?.before).toBeNull();
});

it("names only flows whose turns take clearly longer, in enough calls of both weeks", () => {
  const timed = (p95: number | null, sessions = 20) => flowPart({ sessions, turnMillis: { median: p95, p95 } });
  const now = report({
    byFlow: {
      much: timed(3_000),
      more: timed(1_500),
      little: timed(1_050),
      fast: timed(190),
      few: timed(9_000, 4),
      newFlow: timed(9_000),
      untimed: timed(null),
    },
  });
  const before = report({
    byFlow: {
      much: timed(1_000),
      more: timed(1_000),
      little: timed(1_000),
      fast: timed(100),
      few: timed(100),
      untimed: timed(100),
    },
  });
  expect(slower(now, before)).toEqual([
    { flowId: "much", now: 3_000, before: 1_000, sessions: 20 },
    { flowId: "more", now: 1_500, before: 1_000, sessions: 20 },
  ]);
  expect(slower(now, now)).toEqual([]);
});

it("compares each failure with the same one of the week before", () => {
  const error = { kind: "tool", nodeId: "look-up", flowId: "a", error: "500" } as const;
  const now = report({
    errors: [
      { ...error, count: 1 },
      { ...error, flowId: "b", count: 3 },
    ],
  });
  const before = report({ errors: [{ ...error, count: 8 }] });
  expect(failures(now, before, 5).map(({ flowId, count, before: earlier }) => [flowId, count, earlier])).toEqual([
    ["b", 3, 0],
    ["a", 1, 8],
  ]);
});

it("finds the flows with failed calls", () => {
  const failing = (failed: number) => flowPart({ byStatus: failed === 0 ? {} : { failed } });
  const now = report({ byFlow: { a: failing(1), b: failing(0), c: failing(4), d: failing(2) } });
  expect(failingFlows(now, 2)).toEqual(["c", "d"]);
});

it("names what either week has", () => {
  expect(namesOf({ solved: 1, open: 4 }, { gone: 9, solved: 1 })).toEqual(["open", "solved", "gone"]);
});
