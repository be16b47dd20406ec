/** The port to LiveKit: the requests of a call to a room, and the room's events. `room-link-livekit.ts` is the adapter. */
import type { Levels, Microphone } from "../model/call";

export interface RoomListener {
  /** An agent is in the room. `state`: its `lk.agent.state`, null before it sets one. */
  agent(identity: string, state: string | null): void;
  agentLeft(identity: string): void;
  /** The whole text of a segment so far. `done`: the segment is complete. */
  agentTranscript(segment: string, text: string, done: boolean): void;
  callerTranscript(segment: string, text: string, final: boolean): void;
  /** A `callflow.turn` message. */
  turnMessage(message: string): void;
  callerSpeaks(speaks: boolean): void;
  playback(allowed: boolean): void;
  reconnecting(): void;
  reconnected(): void;
  /** The connection is closed. `reason`: livekit-client's DisconnectReason. */
  disconnected(reason: string): void;
}

export interface RoomLink {
  /** Throws the browser's error if there is no microphone. */
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
