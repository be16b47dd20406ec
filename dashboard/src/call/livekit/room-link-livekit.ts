/** The LiveKit adapter of `RoomLink`. livekit-client is large, so this module loads when a call starts. */
import {
  ConnectionState,
  createAudioAnalyser,
  createLocalTracks,
  DisconnectReason,
  LocalAudioTrack,
  ParticipantKind,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type LocalTrack,
  type Participant,
  type RemoteAudioTrack,
  type RemoteTrack,
} from "livekit-client";
import { texts } from "../../texts";
import type { Levels } from "../model/call";
import type { RoomLink, RoomListener } from "./room-link";

const STATE = "lk.agent.state";
const SEGMENT = "lk.segment_id";
const FINAL = "lk.transcription_final";
const KEYS = "0123456789*#ABCD";

// The page shows the failures, so the console does not.
setLogLevel("silent");

type Meter = ReturnType<typeof createAudioAnalyser>;

export class LiveKitRoomLink implements RoomLink {
  private readonly room = new Room({ disconnectOnPageLeave: true });
  private opened: readonly LocalTrack[] = [];
  private microphone: LocalAudioTrack | null = null;
  private callerMeter: Meter | null = null;
  private agentMeter: Meter | null = null;
  private readonly players = new Set<HTMLMediaElement>();
  private connected = false;

  constructor(private readonly listener: RoomListener) {
    this.addListeners();
    this.readStreams();
  }

  async openMicrophone(): Promise<void> {
    this.opened = await createLocalTracks({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    for (const track of this.opened) if (track instanceof LocalAudioTrack) this.microphone = track;
    this.callerMeter = this.microphone === null ? null : meter(this.microphone);
  }

  async connect(serverUrl: string, token: string): Promise<void> {
    await this.room.connect(serverUrl, token);
    this.connected = true;
    for (const track of this.opened) {
      await this.room.localParticipant.publishTrack(track, { source: Track.Source.Microphone });
    }
    for (const participant of this.room.remoteParticipants.values()) this.reportAgent(participant);
    this.listener.playback(this.room.canPlaybackAudio);
  }

  async sendText(text: string): Promise<void> {
    await this.room.localParticipant.sendText(text, { topic: "lk.chat" });
  }

  async sendKey(key: string): Promise<void> {
    const code = KEYS.indexOf(key.toUpperCase());
    if (code >= 0) await this.room.localParticipant.publishDtmf(code, key);
  }

  async mute(muted: boolean): Promise<void> {
    if (muted) await this.microphone?.mute();
    else await this.microphone?.unmute();
  }

  async allowPlayback(): Promise<void> {
    await this.room.startAudio();
  }

  levels(): Levels {
    return {
      caller: this.microphone?.isMuted === false ? (this.callerMeter?.calculateVolume() ?? 0) : 0,
      agent: this.agentMeter?.calculateVolume() ?? 0,
    };
  }

  async microphones() {
    const devices = await Room.getLocalDevices("audioinput", false);
    const list = devices
      .filter((device) => device.deviceId !== "")
      .map((device, index) => ({
        id: device.deviceId,
        name: device.label || texts.call.microphone.unnamed(index + 1),
      }));
    return { list, current: (await this.microphone?.getDeviceId()) ?? null };
  }

  async useMicrophone(id: string): Promise<void> {
    await this.microphone?.setDeviceId({ exact: id });
    await this.callerMeter?.cleanup();
    this.callerMeter = this.microphone === null ? null : meter(this.microphone);
  }

  async leave(): Promise<void> {
    this.microphone?.stop();
    for (const player of this.players) player.remove();
    await Promise.all([this.callerMeter?.cleanup(), this.agentMeter?.cleanup()]);
    if (this.room.state !== ConnectionState.Disconnected) await this.room.disconnect();
  }

  private addListeners(): void {
    const { room, listener } = this;
    room
      .on(RoomEvent.ParticipantConnected, (participant) => this.reportAgent(participant))
      .on(RoomEvent.ParticipantActive, (participant) => this.reportAgent(participant))
      .on(RoomEvent.ParticipantAttributesChanged, (_changed, participant) => this.reportAgent(participant))
      .on(RoomEvent.ParticipantDisconnected, (participant) => {
        if (isAgent(participant)) listener.agentLeft(participant.identity);
      })
      .on(RoomEvent.ActiveSpeakersChanged, () => listener.callerSpeaks(room.localParticipant.isSpeaking))
      .on(RoomEvent.TrackSubscribed, (track) => this.play(track))
      .on(RoomEvent.TrackUnsubscribed, (track) => {
        for (const player of track.detach()) player.remove();
      })
      .on(RoomEvent.AudioPlaybackStatusChanged, () => listener.playback(room.canPlaybackAudio))
      .on(RoomEvent.Reconnecting, () => listener.reconnecting())
      .on(RoomEvent.SignalReconnecting, () => listener.reconnecting())
      .on(RoomEvent.Reconnected, () => listener.reconnected())
      .on(RoomEvent.Disconnected, (reason) => {
        // Until the room is connected, connect() throws instead.
        if (this.connected) listener.disconnected(reason === undefined ? "" : DisconnectReason[reason]);
      });
  }

  private readStreams(): void {
    const { room, listener } = this;
    room.registerTextStreamHandler("lk.transcription", (reader, { identity }) => {
      const ofCaller = identity === room.localParticipant.identity;
      const segment = reader.info.attributes?.[SEGMENT] ?? reader.info.id;
      void (async () => {
        let text = "";
        try {
          for await (const chunk of reader) {
            text += chunk;
            if (!ofCaller) listener.agentTranscript(segment, text, false);
          }
        } catch {
          // The sender left during the stream. The text so far stays.
        }
        if (ofCaller) listener.callerTranscript(segment, text, reader.info.attributes?.[FINAL] === "true");
        else listener.agentTranscript(segment, text, true);
      })();
    });
    room.registerTextStreamHandler("callflow.turn", (reader) => {
      reader.readAll().then(
        (text) => listener.turnMessage(text),
        () => undefined,
      );
    });
  }

  private reportAgent(participant: Participant): void {
    if (isAgent(participant)) this.listener.agent(participant.identity, participant.attributes[STATE] ?? null);
  }

  private play(track: RemoteTrack): void {
    if (track.kind !== Track.Kind.Audio) return;
    const player = track.attach();
    player.hidden = true;
    document.body.append(player);
    this.players.add(player);
    void this.agentMeter?.cleanup();
    this.agentMeter = isRemoteAudio(track) ? meter(track) : null;
  }
}

function isAgent(participant: Participant): boolean {
  return participant.kind === ParticipantKind.AGENT || participant.identity.startsWith("agent-");
}

function isRemoteAudio(track: RemoteTrack): track is RemoteAudioTrack {
  return track.kind === Track.Kind.Audio;
}

/** Null if the browser has no Web Audio: the call works without a meter. */
function meter(track: LocalAudioTrack | RemoteAudioTrack): Meter | null {
  try {
    return createAudioAnalyser(track, { cloneTrack: true });
  } catch {
    return null;
  }
}
