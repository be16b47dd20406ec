/** A call in a room of LiveKit: a chat, or audio. */
import type { Session } from "../../api/types";
import type { TurnTimes } from "../../session/model/live";
import { AgentPresence } from "./agent-presence";
import { begun } from "../model/begun";
import type { Call, CallFailure, CallSnapshot } from "../model/call";
import * as failures from "../model/failures";
import { joinRoom, type RoomOptions } from "./join-room";
import type { Prepared } from "../model/prepared";
import { RoomCaller } from "./room-caller";
import type { RoomListener } from "./room-link";
import { readTurnMessage, withTimes } from "../model/times";

export interface LiveKitOptions extends RoomOptions {
  /** Told of all that a reload needs. */
  keep?: (kept: { prepared: Prepared; startedAt: number; times: ReadonlyMap<string, TurnTimes> }) => void;
  /** Something may have been saved just now. */
  onSaved?: () => void;
  /** Of the call that is gone on with, after a reload. */
  startedAt?: number;
  times?: ReadonlyMap<string, TurnTimes>;
}

export class LiveKitCall extends RoomCaller implements Call {
  private readonly agents = new AgentPresence({
    joins: () => this.agentJoins(),
    ready: (state) => this.agentIs(state),
    left: () => this.live({ agent: "away" }),
    lost: () => this.agentLost(),
    missing: () => this.store.set({ failure: failures.workerAway() }),
  });
  private prepared: Prepared | null = null;

  constructor(private readonly options: LiveKitOptions) {
    super(begun(options.mode, options.startedAt ?? Date.now(), options.times));
  }

  protected async run(): Promise<void> {
    const joined = await joinRoom(this.options, this.listener(), {
      isOver: () => this.isOver(),
      leave: () => this.leave(),
      opened: (link) => (this.link = link),
      microphoneOpened: () => this.store.set({ microphone: { muted: false } }),
      prepared: (prepared) => {
        this.prepared = prepared;
        this.store.set({ sessionId: prepared.sessionId, phase: "connecting" });
        this.keep();
      },
      failed: (failure) => this.fail(failure),
    });
    if (joined) this.connected();
  }

  private listener(): RoomListener {
    return {
      agent: (identity, state) => this.agents.is(identity, state),
      agentLeft: (identity) => this.agents.leaves(identity),
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
        this.connected();
        this.options.onSaved?.();
      },
      disconnected: (reason) => {
        const failure = failures.disconnectFailure(reason);
        if (failure === null) this.finish(reason === "CLIENT_INITIATED" ? "You ended the call." : "The call is over.");
        else this.fail(failure);
      },
    };
  }

  private agentJoins(): void {
    this.live({ agent: "joining" });
    if (this.snapshot().failure?.kind === "workerAway") this.store.set({ failure: null });
  }

  private agentIs(state: string): void {
    if (state === "thinking") this.caller.forgetPartial();
    this.live({
      agent: state === "thinking" || state === "speaking" ? state : "listening",
      callerPartial: this.caller.partial,
    });
    if (state === "listening") this.options.onSaved?.();
    if (this.snapshot().phase === "waitingForAgent") this.on();
  }

  private agentLost(): void {
    this.store.set({ note: "The agent left in mid-call. Another takes over; the session goes on where it stands." });
    this.agent.clear();
    // What it was told and did not get saved may be lost with it.
    const lost = this.unsavedTyped();
    for (const line of lost) this.caller.remove(line.id);
    this.carry(lost);
    this.words();
    this.awaitAgent();
  }

  private connected(): void {
    if (this.agents.isReady) this.on();
    else this.awaitAgent();
  }

  private awaitAgent(): void {
    this.store.set({ phase: "waitingForAgent" });
    this.agents.awaitOne();
  }

  private on(): void {
    const { failure, note } = this.snapshot();
    this.store.set({
      phase: "on",
      failure: failure?.kind === "workerAway" ? null : failure,
      note: note === null ? null : note.startsWith("The agent left") ? "Another agent took over." : note,
    });
    for (const line of this.typed.takeWaiting()) this.send(line);
  }

  saved(session: Session): void {
    const { conversation } = session.context;
    const said = conversation.filter((item) => item.role === "user").map((item) => item.content);
    const before = this.caller.unsaved.length;
    const partial = this.agent.partial;
    this.caller.settle(said);
    this.agent.settle(conversation);
    const unsent = this.snapshot().unsent.filter((line) => !said.includes(line.text) || !this.typed.has(line));
    if (unsent.length !== this.snapshot().unsent.length) this.store.set({ unsent });
    if (before !== this.caller.unsaved.length || !samePartial(partial, this.agent.partial)) this.words();
  }

  end(): void {
    this.finish("You ended the call.");
  }

  private finish(over: string): void {
    this.close({ phase: "ended", over, failure: null });
  }

  private fail(failure: CallFailure): void {
    this.close({ phase: "failed", failure });
  }

  private close(patch: Partial<CallSnapshot>): void {
    if (this.isOver()) return;
    this.agents.stop();
    // Spoken words that came to nothing by now never will; typed ones are kept for their writer.
    const waiting = this.typed.takeWaiting();
    const kept = patch.phase === "failed" ? this.unsavedTyped() : waiting;
    const unsent = [...this.snapshot().unsent, ...kept];
    this.caller.clear();
    this.store.set({ ...patch, unsent, microphone: null, playbackBlocked: false, endedAt: Date.now(), note: null });
    this.live({ agent: "away", callerSpeaks: false, callerPartial: "", agentPartial: null, unsaved: [] });
    void this.leave();
    this.options.onSaved?.();
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
