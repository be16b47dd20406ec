/** For tests, under fake timers: a call whose room is a FakeRoom. */
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

/** In its room, where no agent is yet. */
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

export async function on(options: Partial<LiveKitOptions> = {}) {
  const both = await started(options);
  both.room.tells.agent("agent-1", "listening");
  return both;
}
