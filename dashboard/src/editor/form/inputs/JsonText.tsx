/** The text of a JSON value while a person edits it. An empty text is no value. */
import { useState, type ReactNode } from "react";
import { same } from "../../../flow/definition/json";
import { jsonError } from "../../../flow/definition/json-error";

interface Typed {
  text: string;
  error: string | null;
  onText: (text: string) => void;
}

interface Props {
  value: unknown;
  /** The text that is not a valid value yet; null if there is none. */
  unfinished: string | null;
  onValue: (value: unknown) => void;
  /** The value to store; `undefined` if an empty value is left out. */
  storedAs: (value: unknown) => unknown;
  onUnfinished: (text: string, error: string) => void;
  /** A rule for the parsed value; null if the value is valid. */
  rule?: (value: unknown) => string | null;
  children: (typed: Typed) => ReactNode;
}

export function JsonText({ value, unfinished, onValue, storedAs, onUnfinished, rule, children }: Props) {
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null);
  // The typed text stays while it stands for the stored value: it has the author's spaces and line breaks.
  const own = typed !== null && same(typed.value, value) ? typed.text : null;
  const text = unfinished ?? own ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  const errorIn = (written: string) => {
    if (written.trim() === "") return null;
    const error = jsonError(written);
    return error ?? rule?.(JSON.parse(written)) ?? null;
  };
  const onText = (written: string) => {
    const error = errorIn(written);
    if (error !== null) {
      onUnfinished(written, error);
      return;
    }
    const now: unknown = written.trim() === "" ? undefined : JSON.parse(written);
    setTyped({ text: written, value: storedAs(now) });
    onValue(storedAs(now));
  };
  return children({ text, error: errorIn(text), onText });
}
