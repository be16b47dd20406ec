/** The interface between a form's fields and the draft that they edit. */
import type { ReactNode } from "react";
import { samePath, startsWith, type JsonObject, type Path } from "../../../flow/definition/json";
import type { FieldProblem } from "../../../flow/definition/problems";
import type { Offer } from "../../../flow/definition/values/response-paths";

export interface Form {
  /** The kind of node. It selects the hints. */
  readonly type: string;
  readonly data: JsonObject;
  readonly disabled: boolean;
  /** The API's problems. Their paths are relative to the data. */
  readonly problems: readonly FieldProblem[];
  /** `undefined` removes the field. */
  readonly set: (path: Path, value: unknown) => void;
  /** The text of a field that is not a valid value yet; null if the field has a value. */
  readonly unfinished: (path: Path) => string | null;
  readonly setUnfinished: (path: Path, text: string, error: string) => void;
  readonly clearUnfinished: (path: Path) => void;
  /** The values that a field can take, where they are known; null for a field that is typed. */
  readonly picks?: (path: Path) => Picks | null;
  /** Expressions that the map at this path can take. */
  readonly offers?: (path: Path) => readonly Offer[];
  /** What follows the fields of a list's entry. */
  readonly after?: (path: Path) => ReactNode;
}

/** The values of a field to choose from. */
export interface Picks {
  readonly options: readonly Pick[];
  /** What the empty option says; null if a value is required. */
  readonly empty: string | null;
}

export interface Pick {
  readonly value: string | number;
  readonly title: string;
}

/** The value of the attribute `data-field` by which a field is found in the page. */
export function fieldKey(path: Path): string {
  return JSON.stringify(path.map(String));
}

export function problemsAt(form: Form, path: Path): FieldProblem[] {
  return form.problems.filter((problem) => samePath(problem.path, path));
}

/** The problems at this path or below it. */
export function problemsWithin(form: Form, path: Path): FieldProblem[] {
  return form.problems.filter((problem) => startsWith(problem.path, path));
}

/** A value in a text field: a text as it is, any other value as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
