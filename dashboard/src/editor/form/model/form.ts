/** What a field of a form is given: its value, what is wrong with it, and ways to change it. */
import { samePath, startsWith, type JsonObject, type Path } from "../../../flow/definition/json";
import type { Told } from "../../../flow/definition/problems";

export interface Form {
  /** The kind of node, for hints. */
  readonly type: string;
  readonly data: JsonObject;
  readonly disabled: boolean;
  /** What the server says, by paths within the data. */
  readonly told: readonly Told[];
  /** Undefined takes the field away. */
  readonly set: (path: Path, value: unknown) => void;
  /** A text that is no value yet, as it was typed. */
  readonly unfinished: (path: Path) => string | null;
  readonly keep: (path: Path, text: string, fault: string) => void;
  readonly settle: (path: Path) => void;
}

/** The mark by which a field is found in the page. */
export function markOf(path: Path): string {
  return JSON.stringify(path.map(String));
}

export function toldAt(form: Form, path: Path): Told[] {
  return form.told.filter((told) => samePath(told.path, path));
}

export function toldWithin(form: Form, path: Path): Told[] {
  return form.told.filter((told) => startsWith(told.path, path));
}

/** Moves the entry at `from` by one place. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const entry = list[from];
  const to = from + by;
  if (entry === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, entry);
}
