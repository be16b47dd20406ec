import { describe, expect, it, vi } from "vitest";
import { aTurn } from "../../testing/sessions";
import type { CallSnapshot } from "../model/call";
import { CallState } from "../model/call-state";
import { savedSession } from "../../testing/saved-session";
import { inputsOf, Repeat } from "./repeat";

const node = { nodeId: "ask", type: "elicitation" as const, outcome: "listen", millis: 1 };

function listening(mode: CallSnapshot["mode"] = "chat"): CallSnapshot {
  const snapshot = new CallState(mode).snapshot();
  return { ...snapshot, phase: "on", live: { ...snapshot.live, agent: "listening" } };
}

function target() {
  return { say: vi.fn(), press: vi.fn(), keepSilent: vi.fn(() => true) };
}

describe("inputsOf", () => {
  it("returns messages, keys and silences in order, and nothing for turns that the flow took without input", () => {
    const turns = [
      aTurn("1", { nodes: [node], response: "Hello!" }),
      aTurn("2", { input: "my computer", action: { type: "continue" } }),
      aTurn("3", { nodes: [node], response: "Did that help?" }),
      aTurn("4", { nodes: [node], response: "Are you there?" }),
      aTurn("5", { input: "12#" }),
      // An agent that takes over requests the session's state: a turn without input and nodes.
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

describe("Repeat", () => {
  const hello = aTurn("1", { response: "Hello!" });

  it("sends one input each time the agent listens and has answered the previous one", () => {
    const repeat = new Repeat(
      [
        { kind: "say", text: "one" },
        { kind: "say", text: "two" },
      ],
      "chat",
    );
    const call = target();
    expect(repeat.step(listening(), savedSession([]), call)).toBe(false);
    expect(repeat.step(listening(), savedSession([hello]), call)).toBe(true);
    expect(repeat.step(listening(), savedSession([hello]), call)).toBe(false);
    const going = aTurn("2", { input: "one", action: { type: "continue" } });
    expect(repeat.step(listening(), savedSession([hello, going]), call)).toBe(false);
    const answered = savedSession([hello, going, aTurn("3", { response: "Well?" })]);
    const speaking = listening();
    expect(repeat.step({ ...speaking, live: { ...speaking.live, agent: "speaking" } }, answered, call)).toBe(false);
    expect(repeat.step(listening(), answered, call)).toBe(true);
    expect(call.say.mock.calls).toEqual([["one"], ["two"]]);
    expect(repeat.isOver).toBe(true);
  });

  it("sends a no-input turn in a simulated call, and skips a silence in a chat", () => {
    const simulated = new Repeat([{ kind: "silence" }], "simulate");
    const call = target();
    simulated.step(listening("simulate"), savedSession([hello]), call);
    expect(call.keepSilent).toHaveBeenCalledOnce();

    const chat = new Repeat([{ kind: "silence" }, { kind: "say", text: "yes" }], "chat");
    chat.step(listening(), savedSession([hello]), call);
    expect(chat.step(listening(), savedSession([hello]), call)).toBe(true);
    expect(call.say).toHaveBeenCalledWith("yes");
    expect(call.keepSilent).toHaveBeenCalledOnce();
  });
});
