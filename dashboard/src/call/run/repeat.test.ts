import { describe, expect, it, vi } from "vitest";
import { aTurn } from "../../testing/sessions";
import { begun } from "../model/begun";
import type { CallSnapshot } from "../model/call";
import { savedSession } from "../../testing/saved-session";
import { inputsOf, Repeat } from "./repeat";

const node = { nodeId: "ask", type: "elicitation" as const, outcome: "listen", millis: 1 };

function listening(mode: CallSnapshot["mode"] = "chat"): CallSnapshot {
  const snapshot = begun(mode, 0);
  return { ...snapshot, phase: "on", live: { ...snapshot.live, agent: "listening" } };
}

function doer() {
  return { say: vi.fn(), press: vi.fn(), keepSilent: vi.fn(() => true) };
}

describe("a session's inputs", () => {
  it("are words, keys and silences in order; what the flow did by itself is none", () => {
    const turns = [
      aTurn("1", { nodes: [node], response: "Hello!" }),
      aTurn("2", { input: "my computer", action: { type: "continue" } }),
      aTurn("3", { nodes: [node], response: "Did that help?" }),
      aTurn("4", { nodes: [node], response: "Are you there?" }),
      aTurn("5", { input: "12#" }),
      // An agent that took over asked where the call stands.
      aTurn("6"),
      aTurn("7", { input: "1984 was good" }),
    ];
    expect(inputsOf(turns)).toEqual([
      { kind: "say", text: "my computer" },
      { kind: "silence" },
      { kind: "press", keys: "12#" },
      { kind: "say", text: "1984 was good" },
    ]);
  });
});

describe("repeating", () => {
  const hello = aTurn("1", { response: "Hello!" });

  it("does one input whenever the agent listens and the one before is answered", () => {
    const repeat = new Repeat(
      [
        { kind: "say", text: "one" },
        { kind: "say", text: "two" },
      ],
      "chat",
    );
    const does = doer();
    expect(repeat.step(listening(), savedSession([]), does)).toBe(false);
    expect(repeat.step(listening(), savedSession([hello]), does)).toBe(true);
    expect(repeat.step(listening(), savedSession([hello]), does)).toBe(false);
    const going = aTurn("2", { input: "one", action: { type: "continue" } });
    expect(repeat.step(listening(), savedSession([hello, going]), does)).toBe(false);
    const answered = savedSession([hello, going, aTurn("3", { response: "Well?" })]);
    const speaking = listening();
    expect(repeat.step({ ...speaking, live: { ...speaking.live, agent: "speaking" } }, answered, does)).toBe(false);
    expect(repeat.step(listening(), answered, does)).toBe(true);
    expect(does.say.mock.calls).toEqual([["one"], ["two"]]);
    expect(repeat.isOver).toBe(true);
  });

  it("keeps silent by a turn where it is simulated, and leaves it out of a chat", () => {
    const simulated = new Repeat([{ kind: "silence" }], "simulate");
    const does = doer();
    simulated.step(listening("simulate"), savedSession([hello]), does);
    expect(does.keepSilent).toHaveBeenCalledOnce();

    const chat = new Repeat([{ kind: "silence" }, { kind: "say", text: "yes" }], "chat");
    chat.step(listening(), savedSession([hello]), does);
    expect(chat.step(listening(), savedSession([hello]), does)).toBe(true);
    expect(does.say).toHaveBeenCalledWith("yes");
    expect(does.keepSilent).toHaveBeenCalledOnce();
  });
});
