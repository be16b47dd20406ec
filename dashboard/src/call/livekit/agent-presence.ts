/** The agents in a call's room: whether one is ready, whether the last one left, and that none came. */
import { Timers } from "../model/timers";

/** Without an agent for so long, it is said that none came. */
export const AGENT_MILLIS = 8_000;
/** An agent that leaves at the end of a call leaves a moment before the room goes. */
const LEAVING_MILLIS = 1_500;
/** One that does not tell its state by then never will; before, it may not be there to read what is typed. */
const TELLS_MILLIS = 15_000;

interface PresenceListener {
  /** One is there, and has not told its state. */
  joins(): void;
  /** One is ready; `state` as it tells it. */
  ready(state: string): void;
  /** None is ready any more. */
  left(): void;
  /** None took the place of the one that left. */
  lost(): void;
  /** None came. */
  missing(): void;
}

export class AgentPresence {
  private readonly states = new Map<string, string | null>();
  private readonly timers = new Timers();
  private stopped = false;

  constructor(private readonly listener: PresenceListener) {}

  get isReady(): boolean {
    return [...this.states.values()].some(isReady);
  }

  is(identity: string, state: string | null): void {
    const known = this.states.has(identity);
    this.states.set(identity, state);
    if (this.stopped) return;
    this.timers.stop("leaving");
    this.timers.stop("missing");
    if (isReady(state)) {
      this.timers.stop("tells");
      this.listener.ready(state);
      return;
    }
    this.listener.joins();
    if (!known) this.timers.after("tells", TELLS_MILLIS, () => this.is(identity, "listening"));
  }

  leaves(identity: string): void {
    this.states.delete(identity);
    if (this.stopped || this.isReady) return;
    this.listener.left();
    this.timers.after("leaving", LEAVING_MILLIS, () => this.listener.lost());
  }

  /** From now on one is missed. Who is there and has not said a word yet is an agent all the same. */
  awaitOne(): void {
    if (this.states.size === 0) this.timers.after("missing", AGENT_MILLIS, () => this.listener.missing());
  }

  stop(): void {
    this.stopped = true;
    this.timers.stopAll();
  }
}

function isReady(state: string | null): state is string {
  return state !== null && state !== "initializing";
}
