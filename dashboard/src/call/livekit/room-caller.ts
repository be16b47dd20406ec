/** The caller's half of a call in a room: what is typed and pressed, the microphone, and the sound that is heard. */
import { BaseCall } from "../transcript/base-call";
import type { Levels, Unsent } from "../model/call";
import { microphoneFailure } from "../model/failures";
import type { RoomLink } from "./room-link";
import { TypedWords } from "./typed-words";

export abstract class RoomCaller extends BaseCall {
  /** Null until the room is opened. */
  protected link: RoomLink | null = null;
  protected readonly typed = new TypedWords();

  say(text: string): void {
    if (text.trim() !== "") this.send(this.typed.line(text.trim()));
  }

  protected send(line: Unsent): void {
    this.typed.add(line);
    this.caller.add(line.id, line.text);
    this.words();
    if (this.isOver()) this.notSent(line);
    else if (this.snapshot().phase !== "on" || this.link === null) this.typed.wait(line);
    else this.link.sendText(line.text).catch(() => this.notSent(line));
  }

  private notSent(line: Unsent): void {
    this.caller.remove(line.id);
    this.carry([line]);
    this.words();
  }

  /** Typed and not saved: it may be lost with the agent or the connection. */
  protected unsavedTyped(): Unsent[] {
    return this.caller.unsaved.filter((line) => this.typed.has(line));
  }

  press(keys: string): void {
    const { link } = this;
    if (this.snapshot().phase !== "on" || link === null) return;
    this.caller.pressed(this.typed.keys(keys), keys.toUpperCase());
    this.words();
    void (async () => {
      for (const key of keys) await link.sendKey(key);
    })().catch(() => this.store.set({ note: "The keys did not reach the agent. Press them again." }));
  }

  keepSilent(): boolean {
    return false;
  }

  mute(muted: boolean): void {
    if (this.link === null || this.snapshot().microphone === null) return;
    this.store.set({ microphone: { muted } });
    this.link.mute(muted).catch(() => this.store.set({ microphone: { muted: !muted } }));
  }

  levels(): Levels {
    return this.link?.levels() ?? { caller: 0, agent: 0 };
  }

  async microphones() {
    return this.link === null ? { list: [], current: null } : this.link.microphones();
  }

  async useMicrophone(id: string): Promise<void> {
    try {
      await this.link?.useMicrophone(id);
    } catch (thrown) {
      this.store.set({ note: microphoneFailure(thrown, true).title });
    }
  }

  allowPlayback(): void {
    this.link?.allowPlayback().catch(() => undefined);
  }

  protected async leave(): Promise<void> {
    await this.link?.leave().catch(() => undefined);
  }

  /** What comes in when the call is over is not shown any more. */
  protected override words(): void {
    if (!this.isOver()) super.words();
  }
}
