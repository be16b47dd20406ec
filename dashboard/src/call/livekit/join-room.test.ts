import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refusal } from "../../api/failure";
import { FakeRoom } from "../../testing/fake-room";
import { LiveKitCall } from "./livekit-call";
import { prepared, started } from "../../testing/started-call";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("joinRoom", () => {
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

  it("reports the API's refusal and a LiveKit server that does not answer", async () => {
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

  it("does not connect with an expired token", async () => {
    const token = `h.${btoa(JSON.stringify({ exp: 1 }))}.s`;
    const { call, room } = await started({ prepare: () => Promise.resolve({ ...prepared, token }) });
    expect(call.snapshot().failure?.kind).toBe("tokenExpired");
    expect(room.link.connect).not.toHaveBeenCalled();
  });

  it("leaves and stays ended if the call ends while it connects", async () => {
    let connected = () => undefined as unknown;
    const room = new FakeRoom();
    room.link.connect.mockImplementation(() => new Promise<void>((resolve) => (connected = resolve)));
    const { call } = await started({ open: room.open });
    call.end();
    connected();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(call.snapshot()).toMatchObject({ phase: "ended", failure: null, ending: { by: "caller" } });
    expect(room.link.leave).toHaveBeenCalled();
  });

  it("starts once, however often it is called", async () => {
    const prepare = vi.fn(() => Promise.resolve(prepared));
    const { call } = await started({ prepare });
    call.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(prepare).toHaveBeenCalledOnce();
  });
});
