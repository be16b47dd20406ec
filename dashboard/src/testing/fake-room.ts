/** A LiveKit room for tests: the test raises its events, and it records what the call sends. */
import { vi } from "vitest";
import type { OpenRoom, RoomLink, RoomListener } from "../call/livekit/room-link";

export class FakeRoom {
  listener: RoomListener | null = null;
  readonly sent: string[] = [];
  readonly keys: string[] = [];
  readonly link = {
    openMicrophone: vi.fn<RoomLink["openMicrophone"]>(() => Promise.resolve()),
    connect: vi.fn<RoomLink["connect"]>(() => Promise.resolve()),
    sendText: vi.fn<RoomLink["sendText"]>((text) => {
      this.sent.push(text);
      return Promise.resolve();
    }),
    sendKey: vi.fn<RoomLink["sendKey"]>((key) => {
      this.keys.push(key);
      return Promise.resolve();
    }),
    mute: vi.fn<RoomLink["mute"]>(() => Promise.resolve()),
    allowPlayback: vi.fn<RoomLink["allowPlayback"]>(() => Promise.resolve()),
    levels: () => ({ caller: 0, agent: 0 }),
    microphones: () => Promise.resolve({ list: [], current: null }),
    useMicrophone: () => Promise.resolve(),
    leave: vi.fn<RoomLink["leave"]>(() => Promise.resolve()),
  };

  readonly open: OpenRoom = (listener) => {
    this.listener = listener;
    return Promise.resolve(this.link);
  };

  get events(): RoomListener {
    if (this.listener === null) throw new Error("the room is not open");
    return this.listener;
  }
}
