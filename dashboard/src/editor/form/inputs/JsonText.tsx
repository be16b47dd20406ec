/** The text of a JSON value while it is written. An empty text is no value. */
import { useState, type ReactNode } from "react";
import { same } from "../../../flow/definition/json";
import { jsonFault } from "../../../flow/definition/json-fault";

interface Typed {
  text: string;
  fault: string | null;
  onText: (text: string) => void;
}

interface Props {
  value: unknown;
  /** A text that was typed before and is not JSON yet. */
  kept: string | null;
  onValue: (value: unknown) => void;
  /** What is stored for a value: an empty one may be left out. */
  storedAs: (value: unknown) => unknown;
  onUnfinished: (text: string, fault: string) => void;
  /** One more rule beside being JSON. */
  rule?: (value: unknown) => string | null;
  children: (typed: Typed) => ReactNode;
}

export function JsonText({ value, kept, onValue, storedAs, onUnfinished, rule, children }: Props) {
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null);
  // What was typed stands as long as it says what is stored: its spaces and lines are the author's.
  const own = typed !== null && same(typed.value, value) ? typed.text : null;
  const text = kept ?? own ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  const faultIn = (written: string) => {
    if (written.trim() === "") return null;
    const fault = jsonFault(written);
    return fault ?? rule?.(JSON.parse(written)) ?? null;
  };
  const onText = (written: string) => {
    const fault = faultIn(written);
    if (fault !== null) {
      onUnfinished(written, fault);
      return;
    }
    const now: unknown = written.trim() === "" ? undefined : JSON.parse(written);
    setTyped({ text: written, value: storedAs(now) });
    onValue(storedAs(now));
  };
  return children({ text, fault: faultIn(text), onText });
}
