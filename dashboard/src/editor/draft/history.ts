/** Undo and redo. Changes to the same subject that follow closely count as one change. */

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** The subject of the last change and its time in milliseconds; null if the next change must not join it. */
  readonly last: { readonly about: string; readonly at: number } | null;
}

/** Changes to one subject join if less than this time passes between them, in milliseconds. */
const JOIN_MILLIS = 1_500;
/** The number of changes that can be undone. */
const MAX_PAST = 200;

export function newHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/** `about`: the subject of the change, so that typing in one field is one change. Null joins no other change. */
export function change<T>(history: History<T>, present: T, about: string | null, at: number): History<T> {
  if (present === history.present) return history;
  const last = about === null ? null : { about, at };
  const joins = last !== null && history.last?.about === about && at - history.last.at < JOIN_MILLIS;
  const past = joins ? history.past : [...history.past, history.present].slice(-MAX_PAST);
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
