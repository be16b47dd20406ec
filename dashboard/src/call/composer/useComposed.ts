/** The words being written, kept over a reload, and those sent before for the up arrow. */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

/** The API takes no longer input. */
export const MOST = 4_000;

interface Composed {
  text: string;
  write: (text: string) => void;
  send: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

export function useComposed(name: string, onSend: (text: string) => void): Composed {
  const key = `callflow.words.${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  const sent = useRef<string[]>([]);
  const recalled = useRef(0);
  useEffect(() => {
    try {
      if (text === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text);
    } catch {
      // A browser that keeps nothing: the words stand in the field all the same.
    }
  }, [key, text]);

  const write = (next: string) => {
    recalled.current = 0;
    setText(next);
  };
  const send = () => {
    if (text.trim() === "" || text.trim().length > MOST) return;
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
    // Enter that ends a composition (Japanese, Chinese, …) writes; it does not send.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && (text === "" || recalled.current > 0)) recall(1, event);
    else if (event.key === "ArrowDown" && recalled.current > 0) recall(-1, event);
  };
  return { text, write, send, onKeyDown };
}
