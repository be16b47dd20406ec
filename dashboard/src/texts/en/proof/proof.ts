/** Texts of what proves a change: the gate of a flow, its results, and replays of recorded calls. */
import { count } from "../plural";

export const proof = {
  gate: {
    title: "Gate",
    none: "No gate: each draft without errors is published.",
    asks: "A draft is published if",
    tests: "every test passes",
    replay: (last: number, most: number) =>
      most === 0
        ? `none of the last ${last} calls goes another way`
        : `at most ${most} of the last ${last} calls go another way`,
    replayWords: "other words alone do not count",
    coverage: (part: number) => `the tests reach ${Math.round(part * 100)} % of the nodes`,
    change: "Change gate",
    loading: "Loading gate…",
  },

  result: {
    title: "Result of the gate",
    refused: "The gate refuses this draft.",
    passed: "passed",
    refusedPart: "refused",
    tests: "Tests",
    testsPassed: (passed: number, all: number) => `${passed} of ${count(all, "test")} passed.`,
    failedTest: (turn: number, field: string) => `turn ${turn}, ${field}`,
    openTests: "Open the tests",
    replay: "Recorded calls",
    counted: (counted: number, all: number) => `${counted} of ${count(all, "call")} would go another way.`,
    cannot: (calls: number) => `${count(calls, "call")} cannot be told.`,
    coverage: "Coverage",
    reached: (part: number) => `The tests reach ${Math.floor(part * 100)} % of the nodes.`,
    missed: "No test reaches",
    more: (number: number) => `and ${number} more`,
  },

  groups: {
    none: "Each call goes as it did.",
    calls: (number: number) => count(number, "call"),
    differs: "Another way",
    mild: "Other words",
    cannot: "Cannot be told",
    at: "at",
    parts: {
      node: "node",
      words: "words",
      variables: "variables",
      action: "action",
      status: "status",
      tools: "tools",
    },
    turn: (turn: number) => `Example, turn ${turn}`,
    part: "Part",
    recorded: "Recorded",
    now: "Now",
    nothing: "nothing",
    sessions: "Calls:",
    more: (number: number) => `and ${number} more`,
    call: (number: number) => `Call ${number}`,
  },
};
