import { describe, expect, it } from "vitest";
import { aTurn } from "../../testing/sessions";
import { millisInWords, timingInWords, timingOf } from "./timing";

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
  it("adds up what the trace knows", () => {
    expect(timingOf(turn, undefined)).toEqual({
      parts: [
        { part: "step", millis: 3 },
        { part: "model", millis: 1000 },
        { part: "tool", millis: 120 },
      ],
      total: 1123,
      whole: false,
    });
  });

  it("believes the call where it knows better, and leaves out what took no time", () => {
    const timing = timingOf(turn, { hearing: 300, step: 5, tool: 0, save: 12 });
    expect(timing.parts.map(({ part }) => part)).toEqual(["hearing", "step", "model", "save"]);
    expect(timing).toMatchObject({ total: 1317, whole: true });
  });

  it("minds no numbers that are none", () => {
    expect(timingOf(aTurn("1"), { network: Number.NaN, save: -3 }).parts).toEqual([]);
  });
});

describe("words", () => {
  it("are short", () => {
    expect([0.42, 38.2, 999.7, 1234, 12_345].map(millisInWords)).toEqual([
      "0.4 ms",
      "38 ms",
      "1000 ms",
      "1.2 s",
      "12 s",
    ]);
    expect(timingInWords(timingOf(turn, { save: 12 }))).toBe(
      "1.1 s in all: the flow itself 3 ms, language model 1.0 s, tools 120 ms, saving 12 ms.",
    );
    expect(timingInWords(timingOf(aTurn("1"), undefined))).toBe("No times are known.");
  });
});
