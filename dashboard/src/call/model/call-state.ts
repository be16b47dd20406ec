/** The observable state that each kind of call holds: its snapshot, both live transcripts, and the unsent messages. */
import type { TurnTimes } from "../../session/model/live";
import { Store } from "../../state/store";
import { AgentTranscript } from "../transcript/agent-transcript";
import { CallerTranscript } from "../transcript/caller-transcript";
import { isOver, type CallMode, type CallSnapshot, type UnsentMessage } from "./call";

/** What a call that continues after a reload brings along. */
export interface Continued {
  startedAt?: number;
  times?: ReadonlyMap<string, TurnTimes>;
}

export class CallState {
  readonly caller = new CallerTranscript();
  readonly agent = new AgentTranscript();
  private readonly store: Store<CallSnapshot>;

  constructor(mode: CallMode, { startedAt = Date.now(), times = new Map<string, TurnTimes>() }: Continued = {}) {
    this.store = new Store<CallSnapshot>({
      mode,
      phase: "preparing",
      failure: null,
      sessionId: null,
      live: { agent: "away", callerSpeaks: false, callerPartial: "", agentPartial: null, unsaved: [], times },
      microphone: null,
      unsent: [],
      keys: null,
      note: null,
      playbackBlocked: false,
      startedAt,
      endedAt: null,
      ending: null,
    });
  }

  readonly subscribe = (listener: () => void) => this.store.subscribe(listener);
  readonly snapshot = (): CallSnapshot => this.store.get();

  isOver(): boolean {
    return isOver(this.snapshot());
  }

  set(patch: Partial<CallSnapshot>): void {
    this.store.set({ ...this.snapshot(), ...patch });
  }

  setLive(patch: Partial<CallSnapshot["live"]>): void {
    this.set({ live: { ...this.snapshot().live, ...patch } });
  }

  /** Copies both transcripts into the snapshot. */
  showTranscripts(): void {
    this.setLive({
      callerPartial: this.caller.partial,
      unsaved: this.caller.unsaved,
      agentPartial: this.agent.partial,
    });
  }

  addUnsent(messages: readonly UnsentMessage[]): void {
    if (messages.length > 0) this.set({ unsent: [...this.snapshot().unsent, ...messages] });
  }

  /** Removes the message from the unsent ones and returns it. */
  takeUnsent(id: string): UnsentMessage | undefined {
    const { unsent } = this.snapshot();
    this.set({ unsent: unsent.filter((message) => message.id !== id) });
    return unsent.find((message) => message.id === id);
  }
}
