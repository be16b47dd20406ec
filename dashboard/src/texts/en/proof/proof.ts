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
    goesOnPart: "goes on",
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

  /** A replay that goes on after its request. */
  progress: {
    label: "Calls replayed",
    of: (done: number, total: number) => `${done} of ${count(total, "call")} replayed`,
    choosing: "Choosing the calls…",
  },

  /** The replay of a gate goes on, and holds up what a person asked for. */
  waiting: {
    title: "The gate replays more calls.",
    publishes: "Wait in this dialog: it publishes the draft when the replay has ended and the gate lets it pass.",
    rollsOut: "Wait in this dialog: it rolls the version out when the replay has ended and the gate lets it pass.",
    /** The gate refuses for other reasons too. */
    refused: "The gate refuses for other reasons too, so nothing happens when the replay has ended.",
    later: "Try again when the replay has ended.",
    ended: "The gate has replayed all calls.",
    again: "Try again: the gate uses the results.",
    failed: (why: string) => `The gate's replay was given up: ${why}.`,
    failedHint: "Try again: the gate begins a new one.",
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
