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

describe("a call in a room", () => {
  it("waits for the agent, then is on", async () => {
    const { call, room } = await started();
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", sessionId: "s-1" });
    room.tells.agent("agent-1", null);
    expect(call.snapshot().live.agent).toBe("joining");
    room.tells.agent("agent-1", "thinking");
    expect(call.snapshot()).toMatchObject({ phase: "on", live: { agent: "thinking" } });
  });

  it("says that no worker came, and takes it back when one comes", async () => {
    const { call, room } = await started();
    await vi.advanceTimersByTimeAsync(AGENT_MILLIS - 1);
    expect(call.snapshot().failure).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", failure: { kind: "workerAway" } });
    room.tells.agent("agent-1", "listening");
    expect(call.snapshot()).toMatchObject({ phase: "on", failure: null });
  });

  it("shows what the caller is saying, and forgets it where it was nothing", async () => {
    const { call, room } = await on({ mode: "audio" });
    room.tells.callerSpeaks(true);
    room.tells.callerWords("u", "my comp", false);
    expect(call.snapshot().live).toMatchObject({ callerSpeaks: true, callerPartial: "my comp" });
    room.tells.agent("agent-1", "thinking");
    expect(call.snapshot().live.callerPartial).toBe("");
  });

  it("says that the agent left, offers what it may have lost, and that another took over", async () => {
    const { call, room } = await on();
    call.say("yes");
    room.tells.agentLeft("agent-1");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", unsent: [{ text: "yes" }] });
    expect(call.snapshot().note).toContain("left in mid-call");
    room.tells.agent("agent-2", "listening");
    expect(call.snapshot()).toMatchObject({ phase: "on", note: "Another agent took over." });
    call.saved(savedSession([aTurn("t", { input: "yes" })]));
    expect(call.snapshot().unsent).toEqual([]);
  });

  it("takes an agent's leaving with the room for the end, not for a loss", async () => {
    const { call, room } = await on();
    room.tells.agentLeft("agent-1");
    room.tells.disconnected("ROOM_DELETED");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(call.snapshot()).toMatchObject({ phase: "ended", failure: null, note: null });
    expect(room.link.leave).toHaveBeenCalled();
  });

  it("says that another tab has the call, and that the connection is lost", async () => {
    const one = await on();
    one.room.tells.disconnected("DUPLICATE_IDENTITY");
    expect(one.call.snapshot()).toMatchObject({ phase: "failed", failure: { kind: "elsewhere" } });
    const other = await on();
    other.call.say("did you hear that?");
    other.room.tells.disconnected("");
    expect(other.call.snapshot()).toMatchObject({
      failure: { kind: "lost" },
      unsent: [{ text: "did you hear that?" }],
    });
  });

  it("merges a turn's times, keeps them, and asks for what was saved", async () => {
    const keep = vi.fn<NonNullable<LiveKitOptions["keep"]>>();
    const onSaved = vi.fn();
    const { call, room } = await on({ keep, onSaved });
    onSaved.mockClear();
    room.tells.turnTimes('{"turnId":"t","millis":{"model":5}}');
    room.tells.turnTimes('{"turnId":"t","millis":{"speaking":7}}');
    expect(call.snapshot().live.times.get("t")).toEqual({ model: 5, speaking: 7 });
    expect(keep.mock.lastCall?.[0].times.get("t")).toEqual({ model: 5, speaking: 7 });
    expect(onSaved).toHaveBeenCalledTimes(2);
  });
});
