/** What can be undone and done again. Changes to the same thing that follow closely count as one. */

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last change was about, and when it was made. */
  readonly last: { readonly about: string; readonly at: number } | null;
}

const TOGETHER_MILLIS = 1_500;
const LONGEST = 200;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/** `about`: what is being changed, so that typing is undone by the word and not by the letter; null stands alone. */
export function change<T>(history: History<T>, present: T, about: string | null, at: number): History<T> {
  if (present === history.present) return history;
  const last = about === null ? null : { about, at };
  const goesOn = last !== null && history.last?.about === about && at - history.last.at < TOGETHER_MILLIS;
  const past = goesOn ? history.past : [...history.past, history.present].slice(-LONGEST);
  return { past, present, future: [], last };
}

export function undo<T>(history: History<T>): History<T> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], last: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, last: null };
}
