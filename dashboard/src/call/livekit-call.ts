/** A call in a room of LiveKit: a chat, or audio. */
import type { Session } from "../api/types";
import { AgentWords } from "./agent-words";
import { begun } from "./begun";
import type { Call, CallFailure, CallMode, CallSnapshot, Levels, Unsent } from "./call";
import { CallerWords } from "./caller-words";
import * as failures from "./failures";
import { isExpired, type Prepared } from "./prepared";
import type { OpenRoom, RoomLink, RoomListener } from "./room-link";
import { Store } from "./store";
import { Timers } from "./timers";
import { readTurnMessage, withTimes } from "./times";
import type { TurnTimes } from "../session/live";

/** Without an agent for so long, it is said that none came. */
export const AGENT_MILLIS = 8_000;
/** An agent that leaves at the end of a call leaves a moment before the room goes. */
const LEAVING_MILLIS = 1_500;
/** One that does not tell its state by then never will; before, it may not be there to read what is typed. */
const TELLS_MILLIS = 15_000;
/** Keys within it are one input, as the worker takes them. */
const KEYS_MILLIS = 2_000;

export interface LiveKitOptions {
  mode: Exclude<CallMode, "simulate">;
  prepare: () => Promise<Prepared>;
  open: OpenRoom;
  /** Told of all that a reload needs. */
  keep?: (kept: { prepared: Prepared; startedAt: number; times: ReadonlyMap<string, TurnTimes> }) => void;
  /** Something may have been saved just now. */
  onSaved?: () => void;
  /** Of the call that is gone on with, after a reload. */
  startedAt?: number;
  times?: ReadonlyMap<string, TurnTimes>;
  secure?: boolean;
}

export class LiveKitCall implements Call {
  private readonly store: Store<CallSnapshot>;
  private readonly caller = new CallerWords();
  private readonly agent = new AgentWords();
  private link: RoomLink | null = null;
  private prepared: Prepared | null = null;
  private started = false;
  private agents = new Map<string, string | null>();
  /** Typed before there was an agent to read it. */
  private waiting: Unsent[] = [];
  private readonly typed = new Set<string>();
  private readonly timers = new Timers();
  private keysId: string | null = null;
  private lines = 0;

  constructor(private readonly options: LiveKitOptions) {
    this.store = new Store(begun(options.mode, options.startedAt ?? Date.now(), options.times));
  }

  subscribe = (listener: () => void) => this.store.subscribe(listener);
  snapshot = (): CallSnapshot => this.store.get();

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.run();
  }

  private async run(): Promise<void> {
    const { mode, prepare, open } = this.options;
    this.link = (await this.step(() => open(this.listener()), failures.partFailure)) ?? null;
    const { link } = this;
    if (link === null) return;
    if (mode === "audio") {
      // First of all: without it no session needs to be prepared.
      const secure = this.options.secure ?? window.isSecureContext;
      const opened = await this.step(
        () => link.openMicrophone().then(() => true),
        (thrown) => failures.microphoneFailure(thrown, secure),
      );
      if (opened === undefined) return;
      this.store.set({ microphone: { muted: false } });
    }
    const prepared = await this.step(prepare, failures.apiFailure);
    if (prepared === undefined) return;
    this.prepared = prepared;
    const { serverUrl, token, sessionId } = prepared;
    this.store.set({ sessionId, phase: "connecting" });
    this.keep();
    if (isExpired(token, Date.now())) {
      this.fail(failures.tokenExpired());
      return;
    }
    const connected = await this.step(
      () => link.connect(serverUrl, token).then(() => true),
      (thrown) => failures.connectFailure(thrown, serverUrl),
    );
    if (connected === undefined) return;
    if (this.readyAgent() === undefined) this.await();
    else this.on();
  }

  /** Undefined where it failed, which is told, or where the call was ended meanwhile. */
  private async step<T>(work: () => Promise<T>, why: (thrown: unknown) => CallFailure): Promise<T | undefined> {
    try {
      const value = await work();
      if (!this.isOver()) return value;
      await this.leave();
    } catch (thrown) {
      this.fail(why(thrown));
    }
    return undefined;
  }

  private listener(): RoomListener {
    return {
      agent: (identity, state) => this.agentIs(identity, state),
      agentLeft: (identity) => this.agentLeft(identity),
      agentWords: (segment, text, done) => {
        this.agent.said(segment, text, done);
        this.words();
        if (done) this.options.onSaved?.();
      },
      callerWords: (segment, text, final) => {
        this.caller.heard(segment, text, final);
        this.words();
      },
      turnTimes: (message) => {
        const read = readTurnMessage(message);
        if (read === null) return;
        this.agent.announce(read.turnId);
        if (read.turnId === null) return;
        this.live({ times: withTimes(this.snapshot().live.times, read.turnId, read.millis) });
        this.keep();
        this.options.onSaved?.();
      },
      callerSpeaks: (callerSpeaks) => this.live({ callerSpeaks }),
      playback: (allowed) => this.store.set({ playbackBlocked: this.options.mode === "audio" && !allowed }),
      reconnecting: () => {
        if (!this.isOver()) this.store.set({ phase: "reconnecting" });
      },
      reconnected: () => {
        if (this.snapshot().phase !== "reconnecting") return;
        if (this.readyAgent() === undefined) this.await();
        else this.on();
        this.options.onSaved?.();
      },
      disconnected: (reason) => {
        const failure = failures.disconnectFailure(reason);
        if (failure === null) this.finish(reason === "CLIENT_INITIATED" ? "You ended the call." : "The call is over.");
        else this.fail(failure);
      },
    };
  }

  private agentIs(identity: string, state: string | null): void {
    const before = this.agents.get(identity);
    this.agents.set(identity, state);
    if (this.isOver()) return;
    this.timers.stop("leaving");
    if (state === null || state === "initializing") {
      this.live({ agent: "joining" });
      this.timers.stop("worker");
      if (this.snapshot().failure?.kind === "workerAway") this.store.set({ failure: null });
      if (before === undefined) this.timers.after("tells", TELLS_MILLIS, () => this.agentIs(identity, "listening"));
      return;
    }
    this.timers.stop("tells");
    if (state === "thinking") this.caller.forgetPartial();
    this.live({
      agent: state === "thinking" || state === "speaking" ? state : "listening",
      callerPartial: this.caller.partial,
    });
    if (state === "listening") this.options.onSaved?.();
    const { phase } = this.snapshot();
    if (phase === "waitingForAgent") this.on();
  }

  private agentLeft(identity: string): void {
    this.agents.delete(identity);
    if (this.isOver() || this.readyAgent() !== undefined) return;
    this.live({ agent: "away" });
    this.timers.after("leaving", LEAVING_MILLIS, () => {
      this.store.set({ note: "The agent left in mid-call. Another takes over; the session goes on where it stands." });
      this.agent.clear();
      // What it was told and did not get saved may be lost with it.
      const lost = this.caller.unsaved.filter((line) => this.typed.has(line.id));
      for (const line of lost) this.caller.remove(line.id);
      this.store.set({ unsent: [...this.snapshot().unsent, ...lost] });
      this.words();
      this.await();
    });
  }

  private readyAgent(): string | undefined {
    return [...this.agents].find(([, state]) => state !== null && state !== "initializing")?.[0];
  }

  private await(): void {
    this.store.set({ phase: "waitingForAgent" });
    if (this.agents.size > 0) return;
    this.timers.after("worker", AGENT_MILLIS, () => {
      // One that is there and has not said a word yet is a worker all the same.
      if (this.agents.size === 0) this.store.set({ failure: failures.workerAway() });
    });
  }

  private on(): void {
    this.timers.stop("worker");
    const { failure, note } = this.snapshot();
    this.store.set({
      phase: "on",
      failure: failure?.kind === "workerAway" ? null : failure,
      note: note === null ? null : note.startsWith("The agent left") ? "Another agent took over." : note,
    });
    const waiting = this.waiting;
    this.waiting = [];
    for (const line of waiting) this.send(line);
  }

  say(text: string): void {
    if (text.trim() === "") return;
    this.lines += 1;
    this.send({ id: `typed-${this.lines}-${Date.now()}`, text: text.trim() });
  }

  private send(line: Unsent): void {
    const { phase } = this.snapshot();
    this.typed.add(line.id);
    this.caller.add(line.id, line.text);
    this.words();
    if (phase === "ended" || phase === "failed") {
      this.notSent(line);
      return;
    }
    if (phase !== "on" || this.link === null) {
      this.waiting.push(line);
      return;
    }
    this.link.sendText(line.text).catch(() => this.notSent(line));
  }

  private notSent(line: Unsent): void {
    this.caller.remove(line.id);
    this.store.set({ unsent: [...this.snapshot().unsent, line] });
    this.words();
  }

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

  press(keys: string): void {
    if (this.snapshot().phase !== "on" || this.link === null) return;
    this.lines += 1;
    this.keysId ??= `keys-${this.lines}-${Date.now()}`;
    this.caller.pressed(this.keysId, keys.toUpperCase());
    if (keys.endsWith("#")) this.keysId = null;
    else this.timers.after("keys", KEYS_MILLIS, () => (this.keysId = null));
    this.words();
    const { link } = this;
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

  saved(session: Session): void {
    const { conversation } = session.context;
    const said = conversation.filter((item) => item.role === "user").map((item) => item.content);
    const before = this.caller.unsaved.length;
    const partial = this.agent.partial;
    this.caller.settle(said);
    this.agent.settle(conversation);
    const unsent = this.snapshot().unsent.filter((line) => !said.includes(line.text) || !this.typed.has(line.id));
    if (unsent.length !== this.snapshot().unsent.length) this.store.set({ unsent });
    if (before !== this.caller.unsaved.length || !samePartial(partial, this.agent.partial)) this.words();
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
      this.store.set({ note: failures.microphoneFailure(thrown, true).title });
    }
  }

  allowPlayback(): void {
    this.link?.allowPlayback().catch(() => undefined);
  }

  end(): void {
    this.finish("You ended the call.");
  }

  private finish(over: string): void {
    if (this.isOver()) return;
    this.close({ phase: "ended", over, failure: null });
  }

  private fail(failure: CallFailure): void {
    if (this.isOver()) return;
    this.close({ phase: "failed", failure });
  }

  private close(patch: Partial<CallSnapshot>): void {
    this.timers.stopAll();
    const typed = this.caller.unsaved.filter((line) => this.typed.has(line.id));
    // Spoken words that came to nothing by now never will; typed ones are kept for their writer.
    const kept = patch.phase === "failed" ? typed : this.waiting;
    const unsent = [...this.snapshot().unsent, ...kept];
    this.waiting = [];
    this.caller.clear();
    this.store.set({ ...patch, unsent, microphone: null, playbackBlocked: false, endedAt: Date.now(), note: null });
    this.live({ agent: "away", callerSpeaks: false, callerPartial: "", agentPartial: null, unsaved: [] });
    void this.leave();
    this.options.onSaved?.();
  }

  private async leave(): Promise<void> {
    await this.link?.leave().catch(() => undefined);
  }

  private isOver(): boolean {
    const { phase } = this.snapshot();
    return phase === "ended" || phase === "failed";
  }

  private words(): void {
    if (this.isOver()) return;
    this.live({
      callerPartial: this.caller.partial,
      unsaved: this.caller.unsaved,
      agentPartial: this.agent.partial,
    });
  }

  private live(patch: Partial<CallSnapshot["live"]>): void {
    this.store.set({ live: { ...this.snapshot().live, ...patch } });
  }

  private keep(): void {
    if (this.prepared === null) return;
    const { startedAt, live } = this.snapshot();
    this.options.keep?.({ prepared: this.prepared, startedAt, times: live.times });
  }
}

function samePartial(one: CallSnapshot["live"]["agentPartial"], other: CallSnapshot["live"]["agentPartial"]): boolean {
  return one?.text === other?.text && one?.turnId === other?.turnId;
}
