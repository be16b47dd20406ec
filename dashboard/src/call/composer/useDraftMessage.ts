/** The message being written. It survives a reload; the up arrow recalls messages sent before. */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { tabStorage } from "../../state/storage";

/** Characters. The API refuses a longer input. */
export const MAX_LENGTH = 4_000;

interface DraftMessage {
  text: string;
  write: (text: string) => void;
  send: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

/** `name`: the session; each one has its own draft. */
export function useDraftMessage(name: string, onSend: (text: string) => void): DraftMessage {
  const key = `callflow.words.${name}`;
  const [text, setText] = useState(() => tabStorage.read(key) ?? "");
  const sent = useRef<string[]>([]);
  /** How many messages back the field shows; 0 is the draft. */
  const recalled = useRef(0);
  useEffect(() => {
    if (text === "") tabStorage.remove(key);
    else tabStorage.write(key, text);
  }, [key, text]);

  const write = (next: string) => {
    recalled.current = 0;
    setText(next);
  };
  const send = () => {
    if (text.trim() === "" || text.trim().length > MAX_LENGTH) return;
    sent.current.push(text);
    onSend(text);
    write("");
  };
  const recall = (back: 1 | -1, event: KeyboardEvent) => {
    const at = Math.min(Math.max(0, recalled.current + back), sent.current.length);
    if (at === recalled.current) return;
    event.preventDefault();
    recalled.current = at;
    setText(at === 0 ? "" : (sent.current.at(-at) ?? ""));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that confirms an input method's composition (Japanese, Chinese, …) does not send.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && (text === "" || recalled.current > 0)) recall(1, event);
    else if (event.key === "ArrowDown" && recalled.current > 0) recall(-1, event);
  };
  return { text, write, send, onKeyDown };
}
