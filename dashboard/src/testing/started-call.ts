/** LiveKit calls for tests with fake timers. Their room is a FakeRoom. */
import { vi } from "vitest";
import { FakeRoom } from "./fake-room";
import { LiveKitCall, type LiveKitOptions } from "../call/livekit/livekit-call";

export const prepared = {
  sessionId: "s-1",
  roomName: "r",
  token: "t",
  identity: "me",
  serverUrl: "ws://livekit:7880",
};

/** A call in its room, without an agent. */
export async function started(options: Partial<LiveKitOptions> = {}) {
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

/** A call with an agent that listens. */
export async function on(options: Partial<LiveKitOptions> = {}) {
  const both = await started(options);
  both.room.events.agent("agent-1", "listening");
  return both;
}
