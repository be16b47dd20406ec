/** Plays a sentence of a voice: one at a time on the page, and none after its button is gone. */
import { useEffect, useRef, useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { VoicePreview } from "../../api/calls/voices";

export type PreviewState =
  | { kind: "quiet" }
  | { kind: "asking" }
  | { kind: "playing"; voice: string }
  | { kind: "failed"; failure: ApiFailure }
  /** The browser has not played the sound. */
  | { kind: "unplayed" };

/** What plays on this page at present. */
let current: { stop: () => void } | null = null;

function bytesOf({ audio }: VoicePreview): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(audio), (letter) => letter.charCodeAt(0));
}

/** `subject`: whose voice it is. With another subject, the sound ends, and what was said of it is gone. */
export function usePreview(subject: string, ask: () => Promise<VoicePreview>) {
  const [state, setState] = useState<PreviewState>({ kind: "quiet" });
  const stop = useRef<() => void>(() => undefined);

  useEffect(() => () => stop.current(), [subject]);

  const start = async () => {
    current?.stop();
    const ended = new AbortController();
    const isOver = () => ended.signal.aborted;
    const playing = {
      stop: () => {
        ended.abort();
        finish({ kind: "quiet" });
      },
    };
    const finish = (last: PreviewState) => {
      if (current === playing) current = null;
      setState(last);
    };
    current = playing;
    stop.current = playing.stop;
    setState({ kind: "asking" });
    try {
      const preview = await ask();
      if (isOver()) return;
      setState({ kind: "playing", voice: preview.voice });
      const played = await play(preview, ended.signal);
      if (!isOver()) finish({ kind: played ? "quiet" : "unplayed" });
    } catch (thrown) {
      if (!isOver()) finish({ kind: "failed", failure: asFailure(thrown) });
    }
  };

  return { state, start: () => void start(), stop: () => stop.current() };
}

/** Plays a sound to its end, or until it is ended. False if the browser does not play it. */
async function play(preview: VoicePreview, ended: AbortSignal): Promise<boolean> {
  const address = URL.createObjectURL(new Blob([bytesOf(preview)], { type: preview.contentType }));
  const sound = new Audio(address);
  try {
    return await new Promise<boolean>((done) => {
      sound.onended = () => done(true);
      sound.onerror = () => done(false);
      ended.addEventListener("abort", () => {
        sound.pause();
        done(true);
      });
      sound.play().catch(() => done(false));
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
