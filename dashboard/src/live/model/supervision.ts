/** A supervisor's part in a call: not in its room, listening, or speaking in place of the agent. */
import type { SuperviseMode, SupervisorRoom } from "../../api/calls/live";
import { asFailure } from "../../api/failure";
import { connectFailure, disconnectFailure, microphoneFailure, partFailure } from "../../call/model/failures";
import type { OpenRoom, RoomLink, RoomListener } from "../../call/livekit/room-link";
import { Store } from "../../state/store";
import { texts } from "../../texts";

interface Failure {
  kind: string;
  title: string;
  remedy: string;
}

export interface Supervised {
  /** What the supervisor does in the room; null outside of it. */
  mode: SuperviseMode | null;
  /** What the supervisor is about to do. */
  joining: SuperviseMode | null;
  /** The connection is lost, and livekit-client restores it. */
  reconnecting: boolean;
  muted: boolean;
  /** The browser plays no sound before a press. */
  soundBlocked: boolean;
  failure: Failure | null;
}

export const OUTSIDE: Supervised = {
  mode: null,
  joining: null,
  reconnecting: false,
  muted: false,
  soundBlocked: false,
  failure: null,
};

interface Options {
  /** Asks the API for a token. */
  ask: (mode: SuperviseMode) => Promise<SupervisorRoom>;
  open: OpenRoom;
  /** Whether the page is a secure context, which browsers require for a microphone. Default: the browser's value. */
  secure?: boolean;
}

/** Why a step of joining failed. */
class StepError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.title);
  }
}

async function step<T>(run: Promise<T>, failureOf: (thrown: unknown) => Failure): Promise<T> {
  try {
    return await run;
  } catch (thrown) {
    throw new StepError(failureOf(thrown));
  }
}

export class Supervision {
  readonly state = new Store<Supervised>(OUTSIDE);
  private link: RoomLink | null = null;
  /** The number of the last attempt to join. An earlier one has no effect any more. */
  private attempt = 0;

  constructor(private readonly options: Options) {}

  /** Enter the room, or change what is done there. If that fails, everything stays as it was. */
  async join(mode: SuperviseMode): Promise<void> {
    const attempt = ++this.attempt;
    const isOver = () => attempt !== this.attempt;
    this.set({ joining: mode, failure: null });
    let link: RoomLink | null = null;
    try {
      link = await step(this.options.open(this.listener(isOver)), partFailure);
      if (mode === "takeOver") await step(link.openMicrophone(), (thrown) => this.noMicrophone(thrown));
      const { serverUrl, token } = await step(this.options.ask(mode), asFailure);
      if (!isOver()) {
        // Until the token is there, the supervisor goes on listening.
        await this.link?.leave();
        this.link = null;
        this.set({ mode: null });
        await step(link.connect(serverUrl, token), (thrown) => notConnected(thrown, serverUrl));
      }
      if (isOver()) {
        await link.leave();
        return;
      }
      this.link = link;
      this.set({ mode, joining: null, muted: false, reconnecting: false });
    } catch (thrown) {
      await link?.leave();
      if (isOver()) return;
      this.set({ joining: null, failure: thrown instanceof StepError ? thrown.failure : asFailure(thrown) });
    }
  }

  /** Leave the room. After a takeover, the agent has the call again. */
  async leave(): Promise<void> {
    this.attempt += 1;
    const { link } = this;
    this.link = null;
    this.state.set(OUTSIDE);
    await link?.leave();
  }

  mute(muted: boolean): void {
    this.set({ muted });
    void this.link?.mute(muted);
  }

  allowSound(): void {
    void this.link?.allowPlayback();
  }

  private set(change: Partial<Supervised>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  private noMicrophone(thrown: unknown): Failure {
    const { kind, title } = microphoneFailure(thrown, this.options.secure ?? window.isSecureContext);
    return { kind, title, remedy: texts.live.microphoneRemedy };
  }

  private listener(isOver: () => boolean): RoomListener {
    const nothing = () => undefined;
    const now = (change: Partial<Supervised>) => {
      if (!isOver()) this.set(change);
    };
    return {
      agent: nothing,
      agentLeft: nothing,
      agentTranscript: nothing,
      callerTranscript: nothing,
      turnMessage: nothing,
      callerSpeaks: nothing,
      playback: (allowed) => now({ soundBlocked: !allowed }),
      reconnecting: () => now({ reconnecting: true }),
      reconnected: () => now({ reconnecting: false }),
      disconnected: (reason) => {
        if (isOver()) return;
        const failure = disconnectFailure(reason);
        void this.leave();
        if (failure !== null) this.set({ failure: { ...failure, remedy: texts.live.lostRemedy } });
      },
    };
  }
}

function notConnected(thrown: unknown, serverUrl: string): Failure {
  const { kind, title } = connectFailure(thrown, serverUrl);
  return { kind, title, remedy: texts.live.connectRemedy };
}
