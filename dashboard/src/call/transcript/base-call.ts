/** What all calls have: a snapshot to be watched, words that are not saved yet, and words that were not sent. */
import { AgentWords } from "./agent-words";
import { isOver, type CallSnapshot, type Unsent } from "../model/call";
import { CallerWords } from "./caller-words";
import { Store } from "../model/store";

export abstract class BaseCall {
  protected readonly store: Store<CallSnapshot>;
  protected readonly caller = new CallerWords();
  protected readonly agent = new AgentWords();
  private started = false;

  constructor(beginning: CallSnapshot) {
    this.store = new Store(beginning);
  }

  subscribe = (listener: () => void) => this.store.subscribe(listener);
  snapshot = (): CallSnapshot => this.store.get();

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.run();
  }

  protected abstract run(): Promise<void>;
  protected abstract send(line: Unsent): void;

  sayAgain(id: string): void {
    const line = this.snapshot().unsent.find((unsent) => unsent.id === id);
    this.putAway(id);
    if (line !== undefined) this.send(line);
  }

  carry(unsent: readonly Unsent[]): void {
    if (unsent.length > 0) this.store.set({ unsent: [...this.snapshot().unsent, ...unsent] });
  }

  putAway(id: string): void {
    this.store.set({ unsent: this.snapshot().unsent.filter((unsent) => unsent.id !== id) });
  }

  protected isOver(): boolean {
    return isOver(this.snapshot());
  }

  /** Shows the words as they are by now. */
  protected words(): void {
    this.live({
      callerPartial: this.caller.partial,
      unsaved: this.caller.unsaved,
      agentPartial: this.agent.partial,
    });
  }

  protected live(patch: Partial<CallSnapshot["live"]>): void {
    this.store.set({ live: { ...this.snapshot().live, ...patch } });
  }
}
