import { describe, expect, it } from "vitest";
import { aTurn } from "../../testing/sessions";
import { millisText, timingText, timingOf } from "./timing";

const turn = aTurn("1", {
  nodes: [
    { nodeId: "a", type: "tool", outcome: "default", millis: 2 },
    { nodeId: "b", type: "end", outcome: "hangup", millis: 1 },
  ],
  effects: [
    { kind: "CallTool", nodeId: "a", millis: 120, ok: true },
    { kind: "AskModel", nodeId: "b", millis: 800, ok: true },
    { kind: "AskModel", nodeId: "b", millis: 200, ok: false },
  ],
});

describe("timingOf", () => {
  it("adds up the trace's times", () => {
    expect(timingOf(turn, undefined)).toEqual({
      phases: [
        { phase: "step", millis: 3 },
        { phase: "model", millis: 1000 },
        { phase: "tool", millis: 120 },
      ],
      total: 1123,
      firstWord: null,
      complete: false,
    });
  });

  it("prefers the call's times, and leaves out phases without time", () => {
    const timing = timingOf(turn, { hearing: 300, step: 5, tool: 0, save: 12 });
    expect(timing.phases.map(({ phase }) => phase)).toEqual(["hearing", "step", "model", "save"]);
    expect(timing).toMatchObject({ total: 1317, complete: true });
  });

  it("gives the time to the first word beside the phases", () => {
    expect(timingOf(turn, { model: 1500, firstWord: 640 })).toMatchObject({ total: 1623, firstWord: 640 });
  });

  it("ignores invalid numbers", () => {
    expect(timingOf(aTurn("1"), { network: Number.NaN, save: -3 }).phases).toEqual([]);
  });
});

describe("millisText and timingText", () => {
  it("are short", () => {
    expect([0.42, 38.2, 999.7, 1234, 12_345].map(millisText)).toEqual(["0.4 ms", "38 ms", "1000 ms", "1.2 s", "12 s"]);
    expect(timingText(timingOf(turn, { save: 12 }))).toBe(
      "1.1 s in total: flow 3 ms, language model 1.0 s, tools 120 ms, saving 12 ms.",
    );
    expect(timingText(timingOf(aTurn("1"), undefined))).toBe("No timing recorded.");
  });
});
