import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aTurn } from "../../testing/sessions";
import { savedSession } from "../../testing/saved-session";
import { on, started } from "../../testing/started-call";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("RoomMessages", () => {
  it("holds messages back until an agent is ready, and sends them in order", async () => {
    const { call, room } = await started();
    call.say("one");
    call.say(" two ");
    expect(room.sent).toEqual([]);
    expect(call.snapshot().live.unsaved.map((line) => line.text)).toEqual(["one", "two"]);
    room.events.agent("agent-1", "listening");
    expect(room.sent).toEqual(["one", "two"]);
  });

  it("offers messages of an ended call in the next call", async () => {
    const { call } = await started();
    call.say("typed early");
    call.end();
    expect(call.snapshot().unsent.map((line) => line.text)).toEqual(["typed early"]);
    const next = await on();
    next.call.addUnsent(call.snapshot().unsent);
    next.call.resend(next.call.snapshot().unsent[0]?.id ?? "");
    expect(next.room.sent).toEqual(["typed early"]);
  });

  it("shows a message until it is saved", async () => {
    const { call, room } = await on();
    call.say("yes");
    room.events.agentTranscript("s", "Good", false);
    expect(call.snapshot().live.agentPartial).toEqual({ turnId: null, text: "Good" });
    room.events.agentTranscript("s", "Good bye", true);
    call.settle(savedSession([aTurn("t-1", { input: "yes", response: "Good bye" })]));
    expect(call.snapshot().live).toMatchObject({ unsaved: [], agentPartial: null });
  });

  it("keeps a message whose sending fails", async () => {
    const { call, room } = await on();
    room.link.sendText.mockRejectedValueOnce(new Error("no connection"));
    call.say("yes");
    await vi.advanceTimersByTimeAsync(0);
    const [unsent] = call.snapshot().unsent;
    expect(unsent?.text).toBe("yes");
    expect(call.snapshot().live.unsaved).toEqual([]);
    call.resend(unsent?.id ?? "");
    expect(room.sent).toEqual(["yes"]);
    expect(call.snapshot().unsent).toEqual([]);
  });

  it("holds messages back while it reconnects", async () => {
    const { call, room } = await on();
    room.events.reconnecting();
    expect(call.snapshot().phase).toBe("reconnecting");
    call.say("yes");
    expect(room.sent).toEqual([]);
    room.events.reconnected();
    expect(call.snapshot().phase).toBe("on");
    expect(room.sent).toEqual(["yes"]);
  });

  it("sends keys one by one and shows them as one input", async () => {
    const { call, room } = await on();
    call.press("1");
    call.press("2");
    call.press("#");
    call.press("7");
    await vi.advanceTimersByTimeAsync(0);
    expect(room.keys).toEqual(["1", "2", "#", "7"]);
    expect(call.snapshot().live.unsaved.map((line) => line.text)).toEqual(["12#", "7"]);
  });
});
