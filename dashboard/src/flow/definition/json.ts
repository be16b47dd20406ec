/** Reads and changes JSON by path. No function changes its argument. */
import { isObject } from "../../api/json";

export type Path = readonly (string | number)[];
export type JsonObject = Readonly<Record<string, unknown>>;

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value at a path; `undefined` if there is none. */
export function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (isList(found) && typeof key === "number") found = found[key];
    else if (isObject(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

/** A copy of `value` with `to` at the path. `undefined` removes the field or the list entry. */
export function put(value: unknown, path: Path, to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (isList(value) && typeof key === "number") {
    const item = put(value[key], rest, to);
    return item === undefined ? value.toSpliced(key, 1) : key < value.length ? value.with(key, item) : [...value, item];
  }
  if (!isObject(value) && to === undefined) return value;
  const object = isObject(value) ? value : {};
  const name = String(key);
  const item = put(at(object, [name]), rest, to);
  if (item === undefined) return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
  return { ...object, [name]: item };
}

/** Whether two values have the same JSON text. The order of names counts. */
export function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

export function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && startsWith(one, other);
}

export function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, index) => String(key) === String(path[index]));
}
