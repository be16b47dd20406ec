/** The caller's microphone and both voices' loudness: mute (M), and which microphone it is. */
import { useCallback, useEffect, useState } from "react";
import { Button } from "../../ui/Button";
import type { Call, Microphone } from "../model/call";
import { Meter } from "./Meter";
import styles from "./MicrophoneControls.module.css";

export function MicrophoneControls({ call, muted }: { call: Call; muted: boolean }) {
  const toggle = useCallback(() => call.mute(!muted), [call, muted]);
  useMuteKey(toggle);
  const caller = useCallback(() => call.levels().caller, [call]);
  const agent = useCallback(() => call.levels().agent, [call]);
  return (
    <div className={styles.row}>
      <Button small aria-pressed={muted} onClick={toggle} title="Key M" className={muted ? styles.muted : ""}>
        {muted ? "Muted" : "Mute"}
        <kbd className={styles.key} aria-hidden="true">
          M
        </kbd>
      </Button>
      <Meter label="You" level={caller} off={muted} />
      <Meter label="Agent" level={agent} />
      <MicrophoneChoice call={call} />
    </div>
  );
}

function MicrophoneChoice({ call }: { call: Call }) {
  const [list, setList] = useState<readonly Microphone[]>([]);
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const read = () => {
      call.microphones().then(
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
  }, [call]);
  if (list.length === 0) return null;
  return (
    <select
      className={styles.choice}
      aria-label="Microphone"
      value={current ?? list[0]?.id}
      onChange={(event) => {
        setCurrent(event.target.value);
        void call.useMicrophone(event.target.value);
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
