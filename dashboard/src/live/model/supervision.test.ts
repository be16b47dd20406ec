import { beforeEach, expect, it, vi } from "vitest";
import type { SuperviseMode, SupervisorRoom } from "../../api/calls/live";
import { ApiFailure } from "../../api/failure";
import { FakeRoom } from "../../testing/fake-room";
import { OUTSIDE, Supervision } from "./supervision";

const room = (mode: SuperviseMode): SupervisorRoom => ({
  token: `token-${mode}`,
  serverUrl: "ws://livekit",
  roomName: "r",
  identity: "supervisor-1",
  mode,
});

let rooms: FakeRoom[] = [];
const ask = vi.fn<(mode: SuperviseMode) => Promise<SupervisorRoom>>();

beforeEach(() => {
  rooms = [];
  ask.mockReset();
  ask.mockImplementation((mode) => Promise.resolve(room(mode)));
});

function supervision() {
  return new Supervision({
    ask,
    secure: true,
    open: (listener) => {
      const next = new FakeRoom();
      rooms.push(next);
      return next.open(listener);
    },
  });
}

it("listens without a microphone, and leaves", async () => {
  const one = supervision();
  const joined = one.join("listen");
  expect(one.state.get()).toMatchObject({ mode: null, joining: "listen" });
  await joined;
  expect(one.state.get()).toEqual({ ...OUTSIDE, mode: "listen" });
  expect(rooms[0]?.link.openMicrophone).not.toHaveBeenCalled();
  expect(rooms[0]?.link.connect).toHaveBeenCalledWith("ws://livekit", "token-listen");
  await one.leave();
  expect(one.state.get()).toEqual(OUTSIDE);
  expect(rooms[0]?.link.leave).toHaveBeenCalled();
});

it("takes a call over that it listens to, by another connection with the microphone", async () => {
  const one = supervision();
  await one.join("listen");
  await one.join("takeOver");
  expect(one.state.get().mode).toBe("takeOver");
  expect(rooms[0]?.link.leave).toHaveBeenCalled();
  expect(rooms[1]?.link.openMicrophone).toHaveBeenCalled();
  expect(rooms[1]?.link.connect).toHaveBeenCalledWith("ws://livekit", "token-takeOver");
  // What the first connection still reports has no effect.
  rooms[0]?.events.disconnected("CLIENT_INITIATED");
  expect(one.state.get().mode).toBe("takeOver");
  one.mute(true);
  expect(rooms[1]?.link.mute).toHaveBeenCalledWith(true);
  expect(one.state.get().muted).toBe(true);
});

it("goes on listening if the microphone or the API does not allow to take over", async () => {
  const one = supervision();
  await one.join("listen");
  ask.mockRejectedValueOnce(new ApiFailure("refused", "Ben has taken the call over.", ""));
  await one.join("takeOver");
  expect(one.state.get()).toMatchObject({ mode: "listen", joining: null });
  expect(one.state.get().failure?.title).toBe("Ben has taken the call over.");
  expect(rooms[1]?.link.leave).toHaveBeenCalled();
  expect(rooms[0]?.link.leave).not.toHaveBeenCalled();
});

it("asks for no token without a microphone", async () => {
  const one = new Supervision({
    ask,
    secure: true,
    open: (listener) => {
      const next = new FakeRoom();
      next.link.openMicrophone.mockRejectedValue(Object.assign(new Error(), { name: "NotAllowedError" }));
      return next.open(listener);
    },
  });
  await one.join("takeOver");
  expect(one.state.get().failure?.title).toContain("does not have permission to use the microphone");
  expect(ask).not.toHaveBeenCalled();
});

it("says that LiveKit is away, and that the page's part was not loaded", async () => {
  const away = new FakeRoom();
  away.link.connect.mockRejectedValue(new Error("no"));
  const one = new Supervision({ ask, secure: true, open: away.open });
  await one.join("listen");
  expect(one.state.get()).toMatchObject({ mode: null, joining: null });
  expect(one.state.get().failure?.title).toContain("ws://livekit");
  const other = new Supervision({ ask, open: () => Promise.reject(new Error("chunk")) });
  await other.join("listen");
  expect(other.state.get().failure?.title).toContain("did not load");
});

it("stays outside if it is left while it joins", async () => {
  const one = supervision();
  let answer: (given: SupervisorRoom) => void = () => undefined;
  ask.mockReturnValueOnce(new Promise((done) => (answer = done)));
  const joined = one.join("listen");
  await vi.waitFor(() => expect(ask).toHaveBeenCalled());
  await one.leave();
  answer(room("listen"));
  await joined;
  expect(one.state.get()).toEqual(OUTSIDE);
  expect(rooms[0]?.link.connect).not.toHaveBeenCalled();
  expect(rooms[0]?.link.leave).toHaveBeenCalled();
});

it("reports a connection that is restored, one that is lost, and a room that is closed", async () => {
  const one = supervision();
  await one.join("takeOver");
  rooms[0]?.events.reconnecting();
  expect(one.state.get().reconnecting).toBe(true);
  rooms[0]?.events.reconnected();
  rooms[0]?.events.playback(false);
  expect(one.state.get()).toMatchObject({ reconnecting: false, soundBlocked: true });
  one.allowSound();
  expect(rooms[0]?.link.allowPlayback).toHaveBeenCalled();
  rooms[0]?.events.disconnected("");
  expect(one.state.get().mode).toBeNull();
  expect(one.state.get().failure?.remedy).toContain("The agent has the call again");
  await one.join("listen");
  rooms[1]?.events.disconnected("ROOM_DELETED");
  expect(one.state.get()).toEqual(OUTSIDE);
});
