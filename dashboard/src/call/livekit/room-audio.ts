/** The caller's microphone and the agent's sound in a room. */
import type { CallAudio, Levels } from "../model/call";
import type { CallState } from "../model/call-state";
import { microphoneFailure } from "../model/failures";
import type { RoomLink } from "./room-link";

export class RoomAudio implements CallAudio {
  constructor(
    private readonly state: CallState,
    /** Null until the room is opened. */
    private readonly link: () => RoomLink | null,
  ) {}

  mute(muted: boolean): void {
    const link = this.link();
    if (link === null || this.state.snapshot().microphone === null) return;
    this.state.set({ microphone: { muted } });
    link.mute(muted).catch(() => this.state.set({ microphone: { muted: !muted } }));
  }

  levels(): Levels {
    return this.link()?.levels() ?? { caller: 0, agent: 0 };
  }

  async microphones() {
    return this.link()?.microphones() ?? { list: [], current: null };
  }

  async useMicrophone(id: string): Promise<void> {
    try {
      await this.link()?.useMicrophone(id);
    } catch (thrown) {
      this.state.set({ note: { kind: "microphoneFailed", failure: microphoneFailure(thrown, true) } });
    }
  }

  allowPlayback(): void {
    this.link()
      ?.allowPlayback()
      .catch(() => undefined);
  }
}
