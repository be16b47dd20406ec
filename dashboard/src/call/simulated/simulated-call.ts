/** A call without LiveKit: one turn after the other by the API alone, each of them exactly once. */
import type { ProcessReply, Session } from "../../api/types";
import { BaseCall } from "../transcript/base-call";
import { begun } from "../model/begun";
import type { Call, CallSnapshot, Levels, Unsent } from "../model/call";
import * as failures from "../model/failures";
import type { PendingTurn, TurnAnswer, TurnFields } from "./process";
import type { SimulatedOptions, SimulatedRoom } from "./simulated-options";
import { withTimes } from "../model/times";
import { TurnQueue } from "./turn-queue";
import { untilAnswered } from "./until-answered";

export class SimulatedCall extends BaseCall implements Call {
  private readonly aborting = new AbortController();
  private readonly newTurnId: () => string;
  private readonly queue = new TurnQueue();
  private room: SimulatedRoom | null = null;

  constructor(private readonly options: SimulatedOptions) {
    super(begun("simulate", options.startedAt ?? Date.now(), options.times));
    this.newTurnId = options.newTurnId ?? (() => crypto.randomUUID());
  }

  protected async run(): Promise<void> {
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
      const reply: ProcessReply | null = await this.post(next, this.room);
      if (reply === null) return;
      next = await this.after(reply);
    }
  }

  /** A session that listens already, as after a reload, is asked for nothing. */
  private async first({ variables }: SimulatedRoom): Promise<PendingTurn | null> {
    if (this.options.listens) return this.listened();
    return this.turn(variables === undefined ? {} : { variables });
  }

  /** The reply to a turn; null: the call is over. */
  private async post(turn: PendingTurn, room: SimulatedRoom): Promise<ProcessReply | null> {
    const { signal } = this.aborting;
    this.keep(turn);
    this.live({ agent: "thinking" });
    try {
      const answer = await untilAnswered({
        ask: () => this.options.process({ roomName: room.roomName, ...turn, signal }),
        isOver: () => this.isOver(),
        onAway: () => this.store.set({ failure: failures.apiAway() }),
        pause: (millis) => this.queue.pause(millis),
      });
      if (answer === null) return null;
      this.answered(turn, answer, room);
      return answer.reply;
    } catch (thrown) {
      this.close({ phase: "failed", failure: failures.apiFailure(thrown) });
      return null;
    }
  }

  private answered(turn: PendingTurn, { reply, millis }: TurnAnswer, room: SimulatedRoom): void {
    this.agent.replied(turn.turnId, reply.response);
    this.store.set({ sessionId: reply.sessionId, failure: null });
    this.room = { ...room, sessionId: reply.sessionId };
    this.live({ times: withTimes(this.snapshot().live.times, turn.turnId, millis) });
    this.words();
    this.keep(null, reply.action.type === "listen");
    this.options.onSaved?.();
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
        return this.queue.take() ?? this.turn({});
      case "listen":
        return this.listened();
    }
  }

  private async listened(): Promise<PendingTurn | null> {
    this.live({ agent: "listening" });
    while (this.queue.isEmpty && !this.isOver()) await this.queue.pause();
    return this.queue.take();
  }

  say(text: string): void {
    const said = text.trim();
    if (said === "") return;
    const turn = this.turn({ userInput: said });
    if (this.isOver()) {
      this.carry([{ id: turn.turnId, text: said }]);
      return;
    }
    this.caller.add(turn.turnId, said);
    this.put(turn);
  }

  protected send(line: Unsent): void {
    this.say(line.text);
  }

  press(keys: string): void {
    if (this.isOver() || keys === "") return;
    const turn = this.turn({ dtmf: keys.slice(0, 64) });
    this.caller.add(turn.turnId, keys.toUpperCase());
    this.put(turn);
  }

  keepSilent(): boolean {
    if (this.snapshot().live.agent !== "listening" || !this.queue.isEmpty) return false;
    this.put(this.turn({ noInput: true }));
    return true;
  }

  private put(turn: PendingTurn): void {
    this.queue.put(turn);
    this.words();
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
    const unsent = this.queue
      .takeAll()
      .flatMap(({ turnId, fields }) =>
        fields.userInput === undefined ? [] : [{ id: turnId, text: fields.userInput }],
      );
    this.store.set({ failure: null, ...patch, unsent: [...this.snapshot().unsent, ...unsent], endedAt: Date.now() });
    for (const { id } of unsent) this.caller.remove(id);
    this.words();
    this.live({ agent: "away" });
    this.aborting.abort();
    this.queue.wake();
    this.options.onSaved?.();
  }

  private turn(fields: TurnFields): PendingTurn {
    return { turnId: this.newTurnId(), fields };
  }

  private keep(pending: PendingTurn | null, listens = false): void {
    if (this.room === null) return;
    const { startedAt, live } = this.snapshot();
    this.options.keep?.({ room: this.room, startedAt, times: live.times, pending, listens });
  }
}
