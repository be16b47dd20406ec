/** The caller's microphone: mute (key M), both levels, and the choice of the device. */
import { useCallback, useEffect, useState } from "react";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import type { CallAudio, Microphone } from "../model/call";
import { Meter } from "./Meter";
import styles from "./MicrophoneControls.module.css";

const { microphone: labels } = texts.call;

export function MicrophoneControls({ audio, muted }: { audio: CallAudio; muted: boolean }) {
  const toggle = useCallback(() => audio.mute(!muted), [audio, muted]);
  useMuteKey(toggle);
  const caller = useCallback(() => audio.levels().caller, [audio]);
  const agent = useCallback(() => audio.levels().agent, [audio]);
  return (
    <div className={styles.row}>
      <Button
        small
        aria-pressed={muted}
        onClick={toggle}
        title={labels.muteTitle}
        className={muted ? styles.muted : ""}
      >
        {muted ? labels.muted : labels.mute}
        <kbd className={styles.key} aria-hidden="true">
          M
        </kbd>
      </Button>
      <Meter label={labels.you} level={caller} off={muted} />
      <Meter label={labels.agent} level={agent} />
      <MicrophoneChoice audio={audio} />
    </div>
  );
}

function MicrophoneChoice({ audio }: { audio: CallAudio }) {
  const [list, setList] = useState<readonly Microphone[]>([]);
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const read = () => {
      audio.microphones().then(
        (found) => {
          if (gone) return;
          setList(found.list);
          setCurrent(found.current);
        },
        () => undefined,
      );
    };
    read();
    navigator.mediaDevices.addEventListener("devicechange", read);
    return () => {
      gone = true;
      navigator.mediaDevices.removeEventListener("devicechange", read);
    };
  }, [audio]);
  if (list.length === 0) return null;
  return (
    <select
      className={styles.choice}
      aria-label={labels.choice}
      value={current ?? list[0]?.id}
      onChange={(event) => {
        setCurrent(event.target.value);
        void audio.useMicrophone(event.target.value);
      }}
    >
      {list.map((microphone) => (
        <option key={microphone.id} value={microphone.id}>
          {microphone.name}
        </option>
      ))}
    </select>
  );
}

function useMuteKey(toggle: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "m" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=menu]"))
        return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [toggle]);
}
