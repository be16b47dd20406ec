/** What the caller types and presses in a room: which words are typed, which wait for an agent, which keys are one input. */
import type { Unsent } from "../model/call";
import { Timers } from "../model/timers";

/** Keys within it are one input, as the worker takes them. */
const KEYS_MILLIS = 2_000;

export class TypedWords {
  private readonly ids = new Set<string>();
  /** Typed before there was an agent to read it. */
  private waiting: Unsent[] = [];
  private keysId: string | null = null;
  private readonly timers = new Timers();
  private count = 0;

  line(text: string): Unsent {
    return { id: this.newId("typed"), text };
  }

  /** The line was typed, not spoken. */
  add(line: Unsent): void {
    this.ids.add(line.id);
  }

  has({ id }: { id: string }): boolean {
    return this.ids.has(id);
  }

  wait(line: Unsent): void {
    this.waiting.push(line);
  }

  /** What waited; from now on nothing does. */
  takeWaiting(): Unsent[] {
    const { waiting } = this;
    this.waiting = [];
    return waiting;
  }

  /** The id of the input that these keys belong to. */
  keys(keys: string): string {
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
