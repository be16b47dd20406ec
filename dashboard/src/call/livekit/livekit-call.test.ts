import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aTurn } from "../../testing/sessions";
import { AGENT_MILLIS } from "./agent-presence";
import { savedSession } from "../../testing/saved-session";
import type { LiveKitOptions } from "./livekit-call";
import { on, started } from "../../testing/started-call";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("LiveKitCall", () => {
  it("waits for the agent, then is on", async () => {
    const { call, room } = await started();
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", sessionId: "s-1" });
    room.events.agent("agent-1", null);
    expect(call.snapshot().live.agent).toBe("joining");
    room.events.agent("agent-1", "thinking");
    expect(call.snapshot()).toMatchObject({ phase: "on", live: { agent: "thinking" } });
  });

  it("reports a missing worker until one comes", async () => {
    const { call, room } = await started();
    await vi.advanceTimersByTimeAsync(AGENT_MILLIS - 1);
    expect(call.snapshot().failure).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", failure: { kind: "workerAway" } });
    room.events.agent("agent-1", "listening");
    expect(call.snapshot()).toMatchObject({ phase: "on", failure: null });
  });

  it("shows the interim transcript, and removes it if it becomes no input", async () => {
    const { call, room } = await on({ mode: "audio" });
    room.events.callerSpeaks(true);
    room.events.callerTranscript("u", "my comp", false);
    expect(call.snapshot().live).toMatchObject({ callerSpeaks: true, callerPartial: "my comp" });
    room.events.agent("agent-1", "thinking");
    expect(call.snapshot().live.callerPartial).toBe("");
  });

  it("reports that the agent left, offers messages it may have lost, and reports the next agent", async () => {
    const { call, room } = await on();
    call.say("yes");
    room.events.agentLeft("agent-1");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", unsent: [{ text: "yes" }] });
    expect(call.snapshot().note).toEqual({ kind: "agentLeft" });
    room.events.agent("agent-2", "listening");
    expect(call.snapshot()).toMatchObject({ phase: "on", note: { kind: "agentReplaced" } });
    call.settle(savedSession([aTurn("t", { input: "yes" })]));
    expect(call.snapshot().unsent).toEqual([]);
  });

  it("takes an agent that leaves with the room as the end of the call", async () => {
    const { call, room } = await on();
    room.events.agentLeft("agent-1");
    room.events.disconnected("ROOM_DELETED");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(call.snapshot()).toMatchObject({ phase: "ended", failure: null, note: null });
    expect(room.link.leave).toHaveBeenCalled();
  });

  it("reports another tab with the call, and a lost connection", async () => {
    const one = await on();
    one.room.events.disconnected("DUPLICATE_IDENTITY");
    expect(one.call.snapshot()).toMatchObject({ phase: "failed", failure: { kind: "elsewhere" } });
    const other = await on();
    other.call.say("did you hear that?");
    other.room.events.disconnected("");
    expect(other.call.snapshot()).toMatchObject({
      failure: { kind: "lost" },
      unsent: [{ text: "did you hear that?" }],
    });
  });

  it("merges and stores a turn's times, and reports a saved turn", async () => {
    const store = vi.fn<NonNullable<LiveKitOptions["store"]>>();
    const onSaved = vi.fn();
    const { call, room } = await on({ store, onSaved });
    onSaved.mockClear();
    room.events.turnMessage('{"turnId":"t","millis":{"model":5}}');
    room.events.turnMessage('{"turnId":"t","millis":{"speaking":7}}');
    expect(call.snapshot().live.times.get("t")).toEqual({ model: 5, speaking: 7 });
    expect(store.mock.lastCall?.[0].times.get("t")).toEqual({ model: 5, speaking: 7 });
    expect(onSaved).toHaveBeenCalledTimes(2);
  });
});
