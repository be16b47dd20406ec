/** The caller's text and keys in a room: sends them, and holds text back until an agent can read it. */
import type { UnsentMessage } from "../model/call";
import type { CallState } from "../model/call-state";
import type { RoomLink } from "./room-link";
import { Timers } from "./timers";

/** Milliseconds after a key. A key within this time belongs to the same input. The worker has the same limit. */
const KEYS_MILLIS = 2_000;

export class RoomMessages {
  /** Ids of the lines that the caller typed. The other lines were spoken, or are keys. */
  private readonly typed = new Set<string>();
  private waiting: UnsentMessage[] = [];
  private keysId: string | null = null;
  private readonly timers = new Timers();
  private count = 0;

  constructor(
    private readonly state: CallState,
    /** Null until the room is opened. */
    private readonly link: () => RoomLink | null,
  ) {}

  say(text: string): void {
    if (text.trim() !== "") this.send({ id: this.newId("typed"), text: text.trim() });
  }

  /** Shows the message and sends it, or holds it back until the call is on. */
  send(message: UnsentMessage): void {
    const link = this.link();
    this.typed.add(message.id);
    this.state.caller.add(message.id, message.text);
    if (this.state.isOver()) {
      this.notSent(message);
      return;
    }
    this.state.showTranscripts();
    if (this.state.snapshot().phase !== "on" || link === null) this.waiting.push(message);
    else link.sendText(message.text).catch(() => this.notSent(message));
  }

  sendWaiting(): void {
    for (const message of this.takeWaiting()) this.send(message);
  }

  /** Removes and returns the messages that were held back. */
  takeWaiting(): UnsentMessage[] {
    const { waiting } = this;
    this.waiting = [];
    return waiting;
  }

  isTyped({ id }: { id: string }): boolean {
    return this.typed.has(id);
  }

  /** The typed messages that are not saved. They may be lost if the agent leaves or the connection breaks. */
  unsaved(): UnsentMessage[] {
    return this.state.caller.unsaved.filter((line) => this.isTyped(line));
  }

  press(keys: string): void {
    const link = this.link();
    if (this.state.snapshot().phase !== "on" || link === null) return;
    this.state.caller.addKeys(this.inputOf(keys), keys.toUpperCase());
    this.state.showTranscripts();
    void (async () => {
      for (const key of keys) await link.sendKey(key);
    })().catch(() => this.state.set({ note: { kind: "keysNotSent" } }));
  }

  private notSent(message: UnsentMessage): void {
    this.state.caller.remove(message.id);
    this.state.addUnsent([message]);
    if (!this.state.isOver()) this.state.showTranscripts();
  }

  /** The id of the input that these keys belong to. `#` completes an input. */
  private inputOf(keys: string): string {
    const id = (this.keysId ??= this.newId("keys"));
    if (keys.endsWith("#")) this.keysId = null;
    else this.timers.after("keys", KEYS_MILLIS, () => (this.keysId = null));
    return id;
  }

  private newId(kind: string): string {
    this.count += 1;
    return `${kind}-${this.count}-${Date.now()}`;
  }
}
