/** The label and the hint of each field. */
import type { Path } from "../../../flow/definition/json";
import { texts } from "../../../texts";

type Dictionary = Readonly<Record<string, string>>;

function lookUp(dictionary: Dictionary, name: string): string | undefined {
  return Object.hasOwn(dictionary, name) ? dictionary[name] : undefined;
}

/** The label of a field. A field without a label in the catalogue gets its name in words. */
export function labelOf(name: string): string {
  const known = lookUp(texts.form.labels, name);
  if (known !== undefined) return known;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The hint of a field. `path`: the path of the field in the node's data. */
export function hintOf(type: string, path: Path): string {
  const name = String(path.at(-1));
  const outer = path.length < 2 ? type : String(path.at(typeof path.at(-2) === "number" ? -3 : -2));
  return lookUp(texts.form.hintsOfKind, `${outer}.${name}`) ?? lookUp(texts.form.hints, name) ?? "";
}

/** What the empty option of an optional choice says. */
export function unsetOf(name: string): string {
  return lookUp(texts.form.unset, name) ?? texts.form.choose;
}

/** The name of one entry of a list: "condition". */
export function entryOf(name: string): string {
  return lookUp(texts.form.entries, name) ?? texts.form.entry;
}
