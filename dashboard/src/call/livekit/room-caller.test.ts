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

describe("what the caller writes and presses in a room", () => {
  it("keeps what is typed before the agent is there, and sends it then, in order", async () => {
    const { call, room } = await started();
    call.say("one");
    call.say(" two ");
    expect(room.sent).toEqual([]);
    expect(call.snapshot().live.unsaved.map((line) => line.text)).toEqual(["one", "two"]);
    room.tells.agent("agent-1", "listening");
    expect(room.sent).toEqual(["one", "two"]);
  });

  it("keeps what was never sent when it is ended, for the call that follows", async () => {
    const { call } = await started();
    call.say("typed early");
    call.end();
    expect(call.snapshot().unsent.map((line) => line.text)).toEqual(["typed early"]);
    const next = await on();
    next.call.carry(call.snapshot().unsent);
    next.call.sayAgain(next.call.snapshot().unsent[0]?.id ?? "");
    expect(next.room.sent).toEqual(["typed early"]);
  });

  it("shows words until they are saved", async () => {
    const { call, room } = await on();
    call.say("yes");
    room.tells.agentWords("s", "Good", false);
    expect(call.snapshot().live.agentPartial).toEqual({ turnId: null, text: "Good" });
    room.tells.agentWords("s", "Good bye", true);
    call.saved(savedSession([aTurn("t-1", { input: "yes", response: "Good bye" })]));
    expect(call.snapshot().live).toMatchObject({ unsaved: [], agentPartial: null });
  });

  it("loses no words when sending fails", async () => {
    const { call, room } = await on();
    room.link.sendText.mockRejectedValueOnce(new Error("no connection"));
    call.say("yes");
    await vi.advanceTimersByTimeAsync(0);
    const [unsent] = call.snapshot().unsent;
    expect(unsent?.text).toBe("yes");
    expect(call.snapshot().live.unsaved).toEqual([]);
    call.sayAgain(unsent?.id ?? "");
    expect(room.sent).toEqual(["yes"]);
    expect(call.snapshot().unsent).toEqual([]);
  });

  it("holds words back while it connects again, and goes on", async () => {
    const { call, room } = await on();
    room.tells.reconnecting();
    expect(call.snapshot().phase).toBe("reconnecting");
    call.say("yes");
    expect(room.sent).toEqual([]);
    room.tells.reconnected();
    expect(call.snapshot().phase).toBe("on");
    expect(room.sent).toEqual(["yes"]);
  });

  it("sends keys one by one, and shows them as one input", async () => {
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
