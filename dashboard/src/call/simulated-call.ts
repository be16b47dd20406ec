/** A call without LiveKit: one turn after the other by the API alone, each of them exactly once. */
import { asFailure } from "../api/failure";
import type { ProcessReply, Session } from "../api/types";
import { AgentWords } from "./agent-words";
import { begun } from "./begun";
import type { Call, CallSnapshot, Levels, Unsent } from "./call";
import { CallerWords } from "./caller-words";
import * as failures from "./failures";
import type { Json } from "./json";
import type { Process, TurnFields } from "./process";
import { Store } from "./store";
import { withTimes } from "./times";
import type { TurnTimes } from "../session/live";

/** Between two tries of the same turn. */
export const RETRY_MILLIS = [500, 1_000, 2_000, 5_000];

export interface PendingTurn {
  turnId: string;
  fields: TurnFields;
}

export interface SimulatedRoom {
  roomName: string;
  /** Null where only the first reply tells it. */
  sessionId: string | null;
  /** Told with the first turn, where no prepared session knows them. */
  variables?: Record<string, Json>;
}

interface Kept {
  room: SimulatedRoom;
  startedAt: number;
  times: ReadonlyMap<string, TurnTimes>;
  /** Posted, and not answered yet: after a reload it is posted again under its id. */
  pending: PendingTurn | null;
  /** The flow listens: a reload has nothing to ask for. */
  listens: boolean;
}

export interface SimulatedOptions {
  prepare: () => Promise<SimulatedRoom>;
  process: Process;
  newTurnId?: () => string;
  keep?: (kept: Kept) => void;
  onSaved?: () => void;
  startedAt?: number;
  times?: ReadonlyMap<string, TurnTimes>;
  pending?: PendingTurn | null;
  listens?: boolean;
}

export class SimulatedCall implements Call {
  private readonly store: Store<CallSnapshot>;
  private readonly caller = new CallerWords();
  private readonly agent = new AgentWords();
  private readonly aborting = new AbortController();
  private readonly newTurnId: () => string;
  private readonly queue: PendingTurn[] = [];
  private room: SimulatedRoom | null = null;
  private started = false;
  private wake: (() => void) | null = null;

  constructor(private readonly options: SimulatedOptions) {
    this.store = new Store(begun("simulate", options.startedAt ?? Date.now(), options.times));
    this.newTurnId = options.newTurnId ?? (() => crypto.randomUUID());
  }

  subscribe = (listener: () => void) => this.store.subscribe(listener);
  snapshot = (): CallSnapshot => this.store.get();

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.run();
  }

  private async run(): Promise<void> {
    try {
      this.room = await this.options.prepare();
    } catch (thrown) {
      this.close({ phase: "failed", failure: failures.apiFailure(thrown) });
      return;
    }
    if (this.isOver()) return;
    this.store.set({ phase: "on", sessionId: this.room.sessionId });
    const { pending } = this.options;
    if (pending?.fields.userInput !== undefined) this.caller.add(pending.turnId, pending.fields.userInput);
    let next: PendingTurn | null = pending ?? (await this.first(this.room));
    while (next !== null && !this.isOver()) {
      const reply: ProcessReply | null = await this.post(next);
      if (reply === null) return;
      next = await this.after(reply);
    }
  }

  /** A session that listens already, as after a reload, is asked for nothing. */
  private async first({ variables }: SimulatedRoom): Promise<PendingTurn | null> {
    if (this.options.listens) return this.listened();
    return this.turn(variables === undefined ? {} : { variables });
  }

  /** The answer to a turn, asked for under the same id until it comes. Null: the call is over. */
  private async post(turn: PendingTurn): Promise<ProcessReply | null> {
    const { room, aborting } = this;
    if (room === null) return null;
    this.keep(turn);
    this.live({ agent: "thinking" });
    for (let tries = 0; !this.isOver(); tries += 1) {
      try {
        const { reply, millis } = await this.options.process({
          roomName: room.roomName,
          ...turn,
          signal: aborting.signal,
        });
        if (this.isOver()) return null;
        this.agent.replied(turn.turnId, reply.response);
        this.store.set({ sessionId: reply.sessionId, failure: null });
        this.room = { ...room, sessionId: reply.sessionId };
        this.live({ times: withTimes(this.snapshot().live.times, turn.turnId, millis) });
        this.words();
        this.keep(null, reply.action.type === "listen");
        this.options.onSaved?.();
        return reply;
      } catch (thrown) {
        if (this.isOver()) return null;
        const { kind } = asFailure(thrown);
        if (kind !== "away" && kind !== "failed") {
          this.close({ phase: "failed", failure: failures.apiFailure(thrown) });
          return null;
        }
        this.store.set({ failure: failures.apiAway() });
        await this.sleep(RETRY_MILLIS[Math.min(tries, RETRY_MILLIS.length - 1)]);
      }
    }
    return null;
  }

  /** What follows a reply; null at the end of the call. */
  private async after(reply: ProcessReply): Promise<PendingTurn | null> {
    switch (reply.action.type) {
      case "hangup":
        this.close({ phase: "ended", over: "The flow ended the call." });
        return null;
      case "transfer":
        this.close({
          phase: "ended",
          over: `The flow handed the caller over to ${reply.action.to}. In a test nobody is called.`,
        });
        return null;
      case "continue":
        // The tool runs; words that came meanwhile go along.
        return this.queue.shift() ?? this.turn({});
      case "listen":
        return this.listened();
    }
  }

  private async listened(): Promise<PendingTurn | null> {
    this.live({ agent: "listening" });
    while (this.queue.length === 0 && !this.isOver()) await this.sleep();
    return this.queue.shift() ?? null;
  }

  say(text: string): void {
    const said = text.trim();
    if (said === "") return;
    const turn = this.turn({ userInput: said });
    if (this.isOver()) {
      this.store.set({ unsent: [...this.snapshot().unsent, { id: turn.turnId, text: said }] });
      return;
    }
    this.caller.add(turn.turnId, said);
    this.put(turn);
  }

  press(keys: string): void {
    if (this.isOver() || keys === "") return;
    const turn = this.turn({ dtmf: keys.slice(0, 64) });
    this.caller.add(turn.turnId, keys.toUpperCase());
    this.put(turn);
  }

  keepSilent(): boolean {
    if (this.snapshot().live.agent !== "listening" || this.queue.length > 0) return false;
    this.put(this.turn({ noInput: true }));
    return true;
  }

  private put(turn: PendingTurn): void {
    this.queue.push(turn);
    this.words();
    this.wake?.();
  }

  saved(session: Session): void {
    const saved = new Set(session.turns.map((turn) => turn.turnId));
    const lines = this.caller.unsaved.filter((line) => saved.has(line.id));
    for (const line of lines) this.caller.remove(line.id);
    const before = this.agent.partial;
    this.agent.settle(session.context.conversation);
    if (before !== null && saved.has(before.turnId ?? "")) this.agent.clear();
    if (lines.length > 0 || (before !== null && this.agent.partial === null)) this.words();
  }

  sayAgain(id: string): void {
    const line = this.snapshot().unsent.find((unsent) => unsent.id === id);
    this.putAway(id);
    if (line !== undefined) this.say(line.text);
  }

  carry(unsent: readonly Unsent[]): void {
    if (unsent.length > 0) this.store.set({ unsent: [...this.snapshot().unsent, ...unsent] });
  }

  putAway(id: string): void {
    this.store.set({ unsent: this.snapshot().unsent.filter((unsent) => unsent.id !== id) });
  }

  end(): void {
    this.close({ phase: "ended", over: "You ended the call." });
  }

  mute(): void {
    // There is no microphone.
  }

  allowPlayback(): void {
    // There is no sound.
  }

  levels(): Levels {
    return { caller: 0, agent: 0 };
  }

  microphones() {
    return Promise.resolve({ list: [], current: null });
  }

  useMicrophone(): Promise<void> {
    return Promise.resolve();
  }

  private close(patch: Partial<CallSnapshot>): void {
    if (this.isOver()) return;
    const unsent = this.queue.flatMap(({ turnId, fields }) =>
      fields.userInput === undefined ? [] : [{ id: turnId, text: fields.userInput }],
    );
    this.store.set({ failure: null, ...patch, unsent: [...this.snapshot().unsent, ...unsent], endedAt: Date.now() });
    for (const { id } of unsent) this.caller.remove(id);
    this.queue.length = 0;
    this.words();
    this.live({ agent: "away" });
    this.aborting.abort();
    this.wake?.();
    this.options.onSaved?.();
  }

  private isOver(): boolean {
    const { phase } = this.snapshot();
    return phase === "ended" || phase === "failed";
  }

  private turn(fields: TurnFields): PendingTurn {
    return { turnId: this.newTurnId(), fields };
  }

  private words(): void {
    this.live({ unsaved: this.caller.unsaved, agentPartial: this.agent.partial });
  }

  private live(patch: Partial<CallSnapshot["live"]>): void {
    this.store.set({ live: { ...this.snapshot().live, ...patch } });
  }

  private keep(pending: PendingTurn | null, listens = false): void {
    if (this.room === null) return;
    const { startedAt, live } = this.snapshot();
    this.options.keep?.({ room: this.room, startedAt, times: live.times, pending, listens });
  }

  /** For so long, or until something is said or the call ends. */
  private async sleep(millis?: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      if (millis !== undefined) timer = setTimeout(resolve, millis);
    });
    this.wake = null;
    clearTimeout(timer);
  }
}
