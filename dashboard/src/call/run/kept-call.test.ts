import { describe, expect, it } from "vitest";
import { endKept, keepCall, keptCall, type KeptCall } from "./kept-call";

const call: KeptCall = {
  flowId: "flow",
  sessionId: "s-1",
  mode: "chat",
  version: "draft",
  variables: { name: "Ada" },
  startedAt: 5,
  times: new Map([["t-1", { model: 3 }]]),
  prepared: { sessionId: "s-1", roomName: "r", token: "a.b.c", identity: "me", serverUrl: "ws://x" },
  roomName: "r",
  pending: null,
  listens: false,
  over: false,
};

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("the kept call", () => {
  it("comes back as it was", () => {
    const kept = storage();
    keepCall({ ...call, pending: { turnId: "t-2", fields: { userInput: "yes" } } }, kept);
    expect(keptCall("flow", "s-1", kept)).toEqual({
      ...call,
      pending: { turnId: "t-2", fields: { userInput: "yes" } },
    });
  });

  it("is that flow's and that session's alone", () => {
    const kept = storage();
    keepCall(call, kept);
    expect(keptCall("other", "s-1", kept)).toBeNull();
    expect(keptCall("flow", "s-2", kept)).toBeNull();
  });

  it("is over once it was ended, and that of another session is not", () => {
    const kept = storage();
    keepCall(call, kept);
    endKept("s-2", kept);
    expect(keptCall("flow", "s-1", kept)?.over).toBe(false);
    endKept("s-1", kept);
    expect(keptCall("flow", "s-1", kept)?.over).toBe(true);
  });

  it("is none where something else stands there", () => {
    const kept = storage();
    kept.setItem("callflow.call", JSON.stringify({ ...call, times: [], mode: "telepathy" }));
    expect(keptCall("flow", "s-1", kept)).toBeNull();
    kept.setItem("callflow.call", "{");
    expect(keptCall("flow", "s-1", kept)).toBeNull();
  });
});
