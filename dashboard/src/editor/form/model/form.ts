/** The interface between a form's fields and the draft that they edit. */
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
  /** The nodes that a field named `target` can lead to, by id and title. */
  readonly targets?: readonly { id: string; title: string }[];
  /** Expressions that the map at this path can take. */
  readonly offers?: (path: Path) => readonly Offer[];
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
