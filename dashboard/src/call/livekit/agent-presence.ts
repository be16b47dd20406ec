/**
 * The agents in a call's room: whether one is ready, has left, or never came.
 *
 * An agent that takes over may join before the other one leaves, so several agents are tracked by identity.
 */
import { Timers } from "./timers";

/** Milliseconds without an agent until the call reports that none came. */
export const AGENT_MILLIS = 8_000;
/** Milliseconds from an agent's leaving until it counts as lost: at the end of a call it leaves just before the room closes. */
const LEAVING_MILLIS = 1_500;
/** Milliseconds until an agent without a state counts as ready. Before that, it may not be able to read a message yet. */
const STATE_MILLIS = 15_000;

interface PresenceListener {
  /** An agent is in the room and has no state yet. */
  joining(): void;
  /** An agent is ready. `state`: its `lk.agent.state`. */
  ready(state: string): void;
  /** No agent is ready any more. */
  left(): void;
  /** No agent replaced the one that left. */
  lost(): void;
  /** No agent came. */
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

  update(identity: string, state: string | null): void {
    const known = this.states.has(identity);
    this.states.set(identity, state);
    if (this.stopped) return;
    this.timers.stop("leaving");
    this.timers.stop("missing");
    if (isReady(state)) {
      this.timers.stop("state");
      this.listener.ready(state);
      return;
    }
    this.listener.joining();
    if (!known) this.timers.after("state", STATE_MILLIS, () => this.update(identity, "listening"));
  }

  remove(identity: string): void {
    this.states.delete(identity);
    if (this.stopped || this.isReady) return;
    this.listener.left();
    this.timers.after("leaving", LEAVING_MILLIS, () => this.listener.lost());
  }

  /** Starts the wait for an agent. An agent without a state ends the wait, too. */
  expectAgent(): void {
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
