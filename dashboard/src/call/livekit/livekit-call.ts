/** A call in a LiveKit room: chat or audio. */
import type { Session } from "../../api/types";
import type { TurnTimes } from "../../session/model/live";
import type { Call, CallEnding, CallFailure, CallSnapshot, UnsentMessage } from "../model/call";
import { CallState, type Continued } from "../model/call-state";
import * as failures from "../model/failures";
import { readTurnMessage, withTimes } from "../model/turn-times";
import { AgentPresence } from "./agent-presence";
import { joinRoom, type RoomOptions } from "./join-room";
import type { PreparedRoom } from "./prepared-room";
import { RoomAudio } from "./room-audio";
import type { RoomLink, RoomListener } from "./room-link";
import { RoomMessages } from "./room-messages";

export interface LiveKitOptions extends RoomOptions, Continued {
  /** Stores what a reload needs to join again. */
  store?: (call: { prepared: PreparedRoom; startedAt: number; times: ReadonlyMap<string, TurnTimes> }) => void;
  /** The session may have a new turn. */
  onSaved?: () => void;
}

export class LiveKitCall implements Call {
  readonly audio: RoomAudio;
  private readonly state: CallState;
  private readonly messages: RoomMessages;
  private readonly agents = new AgentPresence({
    joining: () => this.agentJoining(),
    ready: (state) => this.agentReady(state),
    left: () => this.state.setLive({ agent: "away" }),
    lost: () => this.agentLost(),
    missing: () => this.state.set({ failure: failures.workerAway() }),
  });
  private started = false;
  /** Null until the room is opened. */
  private link: RoomLink | null = null;
  private prepared: PreparedRoom | null = null;

  constructor(private readonly options: LiveKitOptions) {
    this.state = new CallState(options.mode, options);
    this.messages = new RoomMessages(this.state, () => this.link);
    this.audio = new RoomAudio(this.state, () => this.link);
  }

  readonly subscribe = (listener: () => void) => this.state.subscribe(listener);
  readonly snapshot = (): CallSnapshot => this.state.snapshot();

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.join();
  }

  say(text: string): void {
    this.messages.say(text);
  }

  resend(id: string): void {
    const message = this.state.takeUnsent(id);
    if (message !== undefined) this.messages.send(message);
  }

  dismiss(id: string): void {
    this.state.takeUnsent(id);
  }

  addUnsent(messages: readonly UnsentMessage[]): void {
    this.state.addUnsent(messages);
  }

  press(keys: string): void {
    this.messages.press(keys);
  }

  keepSilent(): boolean {
    return false;
  }

  settle(session: Session): void {
    const { caller, agent } = this.state;
    const { conversation } = session.context;
    const inputs = conversation.filter((item) => item.role === "user").map((item) => item.content);
    const unsavedBefore = caller.unsaved.length;
    const partialBefore = agent.partial;
    caller.settle(inputs);
    agent.settle(conversation);
    const { unsent } = this.snapshot();
    // The agent that left may have saved a message that was offered again.
    const left = unsent.filter((message) => !inputs.includes(message.text) || !this.messages.isTyped(message));
    if (left.length !== unsent.length) this.state.set({ unsent: left });
    const changed = unsavedBefore !== caller.unsaved.length || !samePartial(partialBefore, agent.partial);
    if (changed) this.showTranscripts();
  }

  end(): void {
    this.finish({ by: "caller" });
  }

  private async join(): Promise<void> {
    const joined = await joinRoom(this.options, this.listener(), {
      isOver: () => this.state.isOver(),
      leave: () => this.leave(),
      opened: (link) => (this.link = link),
      microphoneOpened: () => this.state.set({ microphone: { muted: false } }),
      prepared: (prepared) => {
        this.prepared = prepared;
        this.state.set({ sessionId: prepared.sessionId, phase: "connecting" });
        this.store();
      },
      failed: (failure) => this.fail(failure),
    });
    if (joined) this.connected();
  }

  private listener(): RoomListener {
    return {
      agent: (identity, state) => this.agents.update(identity, state),
      agentLeft: (identity) => this.agents.remove(identity),
      agentTranscript: (segment, text, done) => {
        this.state.agent.update(segment, text, done);
        this.showTranscripts();
        if (done) this.options.onSaved?.();
      },
      callerTranscript: (segment, text, final) => {
        this.state.caller.update(segment, text, final);
        this.showTranscripts();
      },
      turnMessage: (text) => this.turnMessage(text),
      callerSpeaks: (callerSpeaks) => this.state.setLive({ callerSpeaks }),
      playback: (allowed) => this.state.set({ playbackBlocked: this.options.mode === "audio" && !allowed }),
      reconnecting: () => {
        if (!this.state.isOver()) this.state.set({ phase: "reconnecting" });
      },
      reconnected: () => {
        if (this.snapshot().phase !== "reconnecting") return;
        this.connected();
        this.options.onSaved?.();
      },
      disconnected: (reason) => {
        const failure = failures.disconnectFailure(reason);
        if (failure === null) this.finish({ by: reason === "CLIENT_INITIATED" ? "caller" : "room" });
        else this.fail(failure);
      },
    };
  }

  private turnMessage(text: string): void {
    const message = readTurnMessage(text);
    if (message === null) return;
    this.state.agent.announce(message.turnId);
    if (message.turnId === null) return;
    this.state.setLive({ times: withTimes(this.snapshot().live.times, message.turnId, message.millis) });
    this.store();
    this.options.onSaved?.();
  }

  private agentJoining(): void {
    this.state.setLive({ agent: "joining" });
    if (this.snapshot().failure?.kind === "workerAway") this.state.set({ failure: null });
  }

  private agentReady(state: string): void {
    // The agent thinks about the final transcript; an interim one left over was noise.
    if (state === "thinking") this.state.caller.clearPartial();
    this.state.setLive({
      agent: state === "thinking" || state === "speaking" ? state : "listening",
      callerPartial: this.state.caller.partial,
    });
    if (state === "listening") this.options.onSaved?.();
    if (this.snapshot().phase === "waitingForAgent") this.on();
  }

  private agentLost(): void {
    this.state.set({ note: { kind: "agentLeft" } });
    this.state.agent.clear();
    // The agent may have read these messages and lost them.
    const unsaved = this.messages.unsaved();
    for (const message of unsaved) this.state.caller.remove(message.id);
    this.state.addUnsent(unsaved);
    this.showTranscripts();
    this.awaitAgent();
  }

  private connected(): void {
    if (this.agents.isReady) this.on();
    else this.awaitAgent();
  }

  private awaitAgent(): void {
    this.state.set({ phase: "waitingForAgent" });
    this.agents.expectAgent();
  }

  private on(): void {
    const { failure, note } = this.snapshot();
    this.state.set({
      phase: "on",
      failure: failure?.kind === "workerAway" ? null : failure,
      note: note?.kind === "agentLeft" ? { kind: "agentReplaced" } : note,
    });
    this.messages.sendWaiting();
  }

  private finish(ending: CallEnding): void {
    this.close({ phase: "ended", ending, failure: null });
  }

  private fail(failure: CallFailure): void {
    this.close({ phase: "failed", failure });
  }

  private close(patch: Partial<CallSnapshot>): void {
    if (this.state.isOver()) return;
    this.agents.stop();
    // Speech without a final transcript is lost. Typed messages stay available to the caller.
    const waiting = this.messages.takeWaiting();
    const undelivered = patch.phase === "failed" ? this.messages.unsaved() : waiting;
    const unsent = [...this.snapshot().unsent, ...undelivered];
    this.state.caller.clear();
    this.state.set({ ...patch, unsent, microphone: null, playbackBlocked: false, endedAt: Date.now(), note: null });
    this.state.setLive({ agent: "away", callerSpeaks: false, callerPartial: "", agentPartial: null, unsaved: [] });
    void this.leave();
    this.options.onSaved?.();
  }

  private async leave(): Promise<void> {
    await this.link?.leave().catch(() => undefined);
  }

  /** Shows the transcripts, unless the call is over: late events are not shown. */
  private showTranscripts(): void {
    if (!this.state.isOver()) this.state.showTranscripts();
  }

  private store(): void {
    if (this.prepared === null) return;
    const { startedAt, live } = this.snapshot();
    this.options.store?.({ prepared: this.prepared, startedAt, times: live.times });
  }
}

type AgentPartial = CallSnapshot["live"]["agentPartial"];

function samePartial(one: AgentPartial, other: AgentPartial): boolean {
  return one?.text === other?.text && one?.turnId === other?.turnId;
}
