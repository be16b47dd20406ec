import { describe, expect, it } from "vitest";
import { MemoryStorage } from "../../testing/memory-storage";
import { markStoredCallOver, readStoredCall, storeCall, type StoredCall } from "./stored-call";

const call: StoredCall = {
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

describe("the stored call", () => {
  it("is read as it was stored", () => {
    const storage = new MemoryStorage();
    storeCall({ ...call, pending: { turnId: "t-2", fields: { userInput: "yes" } } }, storage);
    expect(readStoredCall("flow", "s-1", storage)).toEqual({
      ...call,
      pending: { turnId: "t-2", fields: { userInput: "yes" } },
    });
  });

  it("belongs to one flow and one session", () => {
    const storage = new MemoryStorage();
    storeCall(call, storage);
    expect(readStoredCall("other", "s-1", storage)).toBeNull();
    expect(readStoredCall("flow", "s-2", storage)).toBeNull();
  });

  it("is over after its session was marked as over", () => {
    const storage = new MemoryStorage();
    storeCall(call, storage);
    markStoredCallOver("s-2", storage);
    expect(readStoredCall("flow", "s-1", storage)?.over).toBe(false);
    markStoredCallOver("s-1", storage);
    expect(readStoredCall("flow", "s-1", storage)?.over).toBe(true);
  });

  it("is null if the stored value is not a call", () => {
    const storage = new MemoryStorage();
    storage.write("callflow.call", JSON.stringify({ ...call, times: [], mode: "telepathy" }));
    expect(readStoredCall("flow", "s-1", storage)).toBeNull();
    storage.write("callflow.call", "{");
    expect(readStoredCall("flow", "s-1", storage)).toBeNull();
  });
});
