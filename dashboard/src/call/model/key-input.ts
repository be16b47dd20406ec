/** Collects the keys of a simulated call into inputs, as the worker does; a button stands for the pause. */
import type { ProcessReply } from "../../api/types";

type Listen = Extract<ProcessReply["action"], { type: "listen" }>;
/** The rules of the question that the flow asks. */
export type KeyRules = NonNullable<Listen["keys"]>;

const MAX_KEYS = 64;
/** Ends every input. */
const ALWAYS_ENDS = "#";
/** Milliseconds in which an end key is ignored after an input whose length has ended it. Callers press it by habit. */
const LATE_END_MILLIS = 2_000;

export interface KeyInput {
  /** The keys of the input that has begun. */
  keys: string;
  /** The end keys of the input that has just ended by its length, and when it ended. */
  lateEnds: { keys: string; at: number } | null;
}

export const NO_KEYS: KeyInput = { keys: "", lateEnds: null };

/** Adds a key at a time in milliseconds. `input` is a whole input, or null if more keys may follow. */
export function withKey(
  { keys, lateEnds }: KeyInput,
  key: string,
  rules: KeyRules | null,
  at: number,
): { state: KeyInput; input: string | null } {
  if (lateEnds?.keys.includes(key) && at - lateEnds.at < LATE_END_MILLIS) {
    return { state: NO_KEYS, input: null };
  }
  const all = keys + key;
  const ends = ALWAYS_ENDS + (rules?.end ?? "");
  if (ends.includes(key) || all.length >= MAX_KEYS) return { state: NO_KEYS, input: all };
  if (rules?.length !== undefined && all.length >= rules.length) {
    return { state: { keys: "", lateEnds: { keys: ends, at } }, input: all };
  }
  return { state: { keys: all, lateEnds: null }, input: null };
}
