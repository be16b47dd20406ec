import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refusal } from "../api/failure";
import { FakeRoom } from "./fake-room";
import { savedSession, savedTurn } from "./fake-session";
import { AGENT_MILLIS, LiveKitCall, type LiveKitOptions } from "./livekit-call";

const prepared = { sessionId: "s-1", roomName: "r", token: "t", identity: "me", serverUrl: "ws://livekit:7880" };

async function started(options: Partial<LiveKitOptions> = {}) {
  const room = new FakeRoom();
  const call = new LiveKitCall({
    mode: "chat",
    prepare: () => Promise.resolve(prepared),
    open: room.open,
    secure: true,
    ...options,
  });
  call.start();
  await vi.advanceTimersByTimeAsync(0);
  return { call, room };
}

async function on(options: Partial<LiveKitOptions> = {}) {
  const both = await started(options);
  both.room.tells.agent("agent-1", "listening");
  return both;
}

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
    call.saved(savedSession([savedTurn("t-1", { input: "yes", response: "Good bye" })]));
    expect(call.snapshot().live).toMatchObject({ unsaved: [], agentPartial: null });
  });

  it("shows what the caller is saying, and forgets it where it was nothing", async () => {
    const { call, room } = await on({ mode: "audio" });
    room.tells.callerSpeaks(true);
    room.tells.callerWords("u", "my comp", false);
    expect(call.snapshot().live).toMatchObject({ callerSpeaks: true, callerPartial: "my comp" });
    room.tells.agent("agent-1", "thinking");
    expect(call.snapshot().live.callerPartial).toBe("");
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

  it("says that the agent left, offers what it may have lost, and that another took over", async () => {
    const { call, room } = await on();
    call.say("yes");
    room.tells.agentLeft("agent-1");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(call.snapshot()).toMatchObject({ phase: "waitingForAgent", unsent: [{ text: "yes" }] });
    expect(call.snapshot().note).toContain("left in mid-call");
    room.tells.agent("agent-2", "listening");
    expect(call.snapshot()).toMatchObject({ phase: "on", note: "Another agent took over." });
    call.saved(savedSession([savedTurn("t", { input: "yes" })]));
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

  it("prepares nothing without a microphone", async () => {
    const prepare = vi.fn(() => Promise.resolve(prepared));
    const room = new FakeRoom();
    room.link.openMicrophone.mockRejectedValue(Object.assign(new Error(), { name: "NotAllowedError" }));
    const call = new LiveKitCall({ mode: "audio", prepare, open: room.open, secure: true });
    call.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(call.snapshot()).toMatchObject({ phase: "failed", failure: { kind: "noMicrophone" } });
    expect(prepare).not.toHaveBeenCalled();
  });

  it("tells what the API refuses, and where LiveKit is away", async () => {
    const problem = { type: "", title: "", status: 422, detail: "The draft has errors." };
    const refused = await started({
      prepare: () => Promise.reject(refusal(new Response("", { status: 422 }), problem)),
    });
    expect(refused.call.snapshot()).toMatchObject({ phase: "failed", failure: { title: "The draft has errors." } });

    const room = new FakeRoom();
    room.link.connect.mockRejectedValue(new Error("no"));
    const { call } = await started({ open: room.open });
    expect(call.snapshot().failure).toMatchObject({ kind: "serverAway" });
    expect(call.snapshot().failure?.title).toContain("ws://livekit:7880");
  });

  it("does not ask LiveKit with a token whose time is over", async () => {
    const token = `h.${btoa(JSON.stringify({ exp: 1 }))}.s`;
    const { call, room } = await started({ prepare: () => Promise.resolve({ ...prepared, token }) });
    expect(call.snapshot().failure?.kind).toBe("tokenExpired");
    expect(room.link.connect).not.toHaveBeenCalled();
  });

  it("ended while it connects, leaves and stays ended", async () => {
    let connected = () => undefined as unknown;
    const room = new FakeRoom();
    room.link.connect.mockImplementation(() => new Promise<void>((resolve) => (connected = resolve)));
    const { call } = await started({ open: room.open });
    call.end();
    connected();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(call.snapshot()).toMatchObject({ phase: "ended", failure: null, over: "You ended the call." });
    expect(room.link.leave).toHaveBeenCalled();
  });

  it("starts once, however often it is told to", async () => {
    const prepare = vi.fn(() => Promise.resolve(prepared));
    const { call } = await started({ prepare });
    call.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(prepare).toHaveBeenCalledOnce();
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
