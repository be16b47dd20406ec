/** The edge to LiveKit: all that a call asks of a room, and all that a room tells. room-link-livekit.ts is the real one. */
import type { Levels, Microphone } from "../model/call";

export interface RoomListener {
  /** An agent is in the room; `state` as it tells it (lk.agent.state), null before it does. */
  agent(identity: string, state: string | null): void;
  agentLeft(identity: string): void;
  /** Words of an utterance: all of them so far. `done`: no more will come of it. */
  agentWords(segment: string, text: string, done: boolean): void;
  callerWords(segment: string, text: string, final: boolean): void;
  turnTimes(message: string): void;
  callerSpeaks(speaks: boolean): void;
  playback(allowed: boolean): void;
  reconnecting(): void;
  reconnected(): void;
  /** The connection is over; `reason` as livekit-client names it. */
  disconnected(reason: string): void;
}

export interface RoomLink {
  /** Throws what the browser throws where there is none to be had. */
  openMicrophone(): Promise<void>;
  connect(serverUrl: string, token: string): Promise<void>;
  sendText(text: string): Promise<void>;
  sendKey(key: string): Promise<void>;
  mute(muted: boolean): Promise<void>;
  allowPlayback(): Promise<void>;
  levels(): Levels;
  microphones(): Promise<{ list: readonly Microphone[]; current: string | null }>;
  useMicrophone(id: string): Promise<void>;
  leave(): Promise<void>;
}

export type OpenRoom = (listener: RoomListener) => Promise<RoomLink>;
