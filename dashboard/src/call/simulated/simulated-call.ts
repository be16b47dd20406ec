/** A call without LiveKit. It posts one turn after the other to the API; the API runs each turn exactly once. */
import type { Json } from "../../api/json";
import type { ProcessReply, Session } from "../../api/types";
import type { TurnTimes } from "../../session/model/live";
import type { Call, CallSnapshot, UnsentMessage } from "../model/call";
import { CallState, type Continued } from "../model/call-state";
import * as failures from "../model/failures";
import { withTimes } from "../model/turn-times";
import { FirstWordTimer } from "./first-word";
import type { PendingTurn, Process, TurnAnswer, TurnFields } from "./process";
import { TurnQueue } from "./turn-queue";
import { untilAnswered } from "./until-answered";

export interface SimulatedRoom {
  roomName: string;
  /** Null until the first reply, if no session was prepared. */
  sessionId: string | null;
  /** Sent with the first turn, if no session was prepared. */
  variables?: Record<string, Json>;
}

/** What a reload needs to continue the call. */
interface StoredProgress {
  room: SimulatedRoom;
  startedAt: number;
  times: ReadonlyMap<string, TurnTimes>;
  /** A turn without an answer. After a reload, the call posts it again under its id. */
  pending: PendingTurn | null;
  /** The flow listens: after a reload, the call posts nothing. */
  listens: boolean;
}

export interface SimulatedOptions extends Continued {
  prepare: () => Promise<SimulatedRoom>;
  process: Process;
  newTurnId?: () => string;
  store?: (progress: StoredProgress) => void;
  /** The session may have a new turn. */
  onSaved?: () => void;
  pending?: PendingTurn | null;
  listens?: boolean;
}

export class SimulatedCall implements Call {
  readonly audio = null;
  private readonly state: CallState;
  private readonly aborting = new AbortController();
  private readonly newTurnId: () => string;
  private readonly queue = new TurnQueue();
  private readonly firstWord = new FirstWordTimer();
  private started = false;
  private room: SimulatedRoom | null = null;

  constructor(private readonly options: SimulatedOptions) {
    this.state = new CallState("simulate", options);
    this.newTurnId = options.newTurnId ?? (() => crypto.randomUUID());
  }

  readonly subscribe = (listener: () => void) => this.state.subscribe(listener);
  readonly snapshot = (): CallSnapshot => this.state.snapshot();

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.run();
  }

  say(text: string): void {
    const userInput = text.trim();
    if (userInput === "") return;
    const turn = this.turn({ userInput });
    if (this.state.isOver()) {
      this.state.addUnsent([{ id: turn.turnId, text: userInput }]);
      return;
    }
    this.state.caller.add(turn.turnId, userInput);
    this.enqueue(turn);
  }

  resend(id: string): void {
    const message = this.state.takeUnsent(id);
    if (message !== undefined) this.say(message.text);
  }

  dismiss(id: string): void {
    this.state.takeUnsent(id);
  }

  addUnsent(messages: readonly UnsentMessage[]): void {
    this.state.addUnsent(messages);
  }

  press(keys: string): void {
    if (this.state.isOver() || keys === "") return;
    const turn = this.turn({ dtmf: keys.slice(0, 64) });
    this.state.caller.add(turn.turnId, keys.toUpperCase());
    this.enqueue(turn);
  }

  keepSilent(): boolean {
    if (this.snapshot().live.agent !== "listening" || !this.queue.isEmpty) return false;
    this.enqueue(this.turn({ noInput: true }));
    return true;
  }

  settle(session: Session): void {
    const { caller, agent } = this.state;
    const saved = new Set(session.turns.map((turn) => turn.turnId));
    const lines = caller.unsaved.filter((line) => saved.has(line.id));
    for (const line of lines) caller.remove(line.id);
    const before = agent.partial;
    agent.settle(session.context.conversation);
    if (before !== null && saved.has(before.turnId ?? "")) agent.clear();
    if (lines.length > 0 || (before !== null && agent.partial === null)) this.state.showTranscripts();
  }

  end(): void {
    this.close({ phase: "ended", ending: { by: "caller" } });
  }

  private async run(): Promise<void> {
    try {
      this.room = await this.options.prepare();
    } catch (thrown) {
      this.close({ phase: "failed", failure: failures.apiFailure(thrown) });
      return;
    }
    if (this.state.isOver()) return;
    this.state.set({ phase: "on", sessionId: this.room.sessionId });
    const { pending } = this.options;
    if (pending?.fields.userInput !== undefined) this.state.caller.add(pending.turnId, pending.fields.userInput);
    let next: PendingTurn | null = pending ?? (await this.firstTurn(this.room));
    while (next !== null && !this.state.isOver()) {
      const reply: ProcessReply | null = await this.post(next, this.room);
      if (reply === null) return;
      next = await this.turnAfter(reply);
    }
  }

  /** The first turn has no input. A session that listens already, as after a reload, gets none. */
  private async firstTurn({ variables }: SimulatedRoom): Promise<PendingTurn | null> {
    if (this.options.listens) return this.nextInput();
    return this.turn(variables === undefined ? {} : { variables });
  }

  /** Posts the turn until it has a reply; null if the call is over. */
  private async post(turn: PendingTurn, room: SimulatedRoom): Promise<ProcessReply | null> {
    const { signal } = this.aborting;
    const onWords = (words: string) => this.wordsCame(turn.turnId, words);
    this.store(turn);
    this.state.setLive({ agent: "thinking" });
    try {
      const answer = await untilAnswered({
        post: () => this.options.process({ roomName: room.roomName, ...turn, signal, onWords }),
        isOver: () => this.state.isOver(),
        onRetry: () => {
          this.state.set({ failure: failures.apiAway() });
          this.state.setLive({ agent: "thinking" });
        },
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

  /** Shows words before their reply. A repeated attempt begins again: what it has repeated so far stays shown. */
  private wordsCame(turnId: string, words: string): void {
    if (this.state.isOver()) return;
    this.addTimes(turnId, this.firstWord.word(turnId));
    const { agent } = this.state;
    const shown = agent.partial?.turnId === turnId ? agent.partial.text : "";
    if (!shown.startsWith(words)) agent.setReply(turnId, words, false);
    this.state.set({ failure: null });
    this.state.setLive({ agent: "speaking" });
    this.state.showTranscripts();
  }

  private answered(turn: PendingTurn, { reply, millis }: TurnAnswer, room: SimulatedRoom): void {
    this.state.agent.setReply(turn.turnId, reply.response, true);
    const keys = reply.action.type === "listen" ? (reply.action.keys ?? null) : null;
    this.state.set({ sessionId: reply.sessionId, failure: null, keys });
    this.room = { ...room, sessionId: reply.sessionId };
    const firstWord = reply.response === "" ? {} : this.firstWord.word(turn.turnId);
    this.addTimes(turn.turnId, { ...millis, ...firstWord });
    this.state.showTranscripts();
    this.store(null, reply.action.type === "listen");
    this.options.onSaved?.();
  }

  /** The turn that follows a reply; null at the end of the call. */
  private async turnAfter({ action }: ProcessReply): Promise<PendingTurn | null> {
    switch (action.type) {
      case "hangup":
        this.close({ phase: "ended", ending: { by: "flow" } });
        return null;
      case "transfer":
        this.close({ phase: "ended", ending: { by: "transfer", to: action.to } });
        return null;
      case "continue":
        // A tool runs next. Input that arrived meanwhile is sent with this turn.
        return this.queue.take() ?? this.turn({});
      case "listen":
        return this.nextInput();
      default:
        return action satisfies never;
    }
  }

  private async nextInput(): Promise<PendingTurn | null> {
    this.state.setLive({ agent: "listening" });
    while (this.queue.isEmpty && !this.state.isOver()) await this.queue.pause();
    return this.queue.take();
  }

  private enqueue(turn: PendingTurn): void {
    if (turn.fields.noInput !== true) this.firstWord.inputEnded(turn.turnId);
    this.queue.put(turn);
    this.state.showTranscripts();
  }

  private close(patch: Partial<CallSnapshot>): void {
    if (this.state.isOver()) return;
    const unsent = this.queue
      .takeAll()
      .flatMap(({ turnId, fields }) =>
        fields.userInput === undefined ? [] : [{ id: turnId, text: fields.userInput }],
      );
    this.state.set({ failure: null, ...patch, unsent: [...this.snapshot().unsent, ...unsent], endedAt: Date.now() });
    for (const { id } of unsent) this.state.caller.remove(id);
    // Words without a reply are no part of the conversation.
    this.state.agent.clearUnfinished();
    this.state.showTranscripts();
    this.state.setLive({ agent: "away" });
    this.aborting.abort();
    this.queue.wake();
    this.options.onSaved?.();
  }

  private addTimes(turnId: string, millis: Readonly<Record<string, unknown>>): void {
    this.state.setLive({ times: withTimes(this.snapshot().live.times, turnId, millis) });
  }

  private turn(fields: TurnFields): PendingTurn {
    return { turnId: this.newTurnId(), fields };
  }

  private store(pending: PendingTurn | null, listens = false): void {
    if (this.room === null) return;
    const { startedAt, live } = this.snapshot();
    this.options.store?.({ room: this.room, startedAt, times: live.times, pending, listens });
  }
}
