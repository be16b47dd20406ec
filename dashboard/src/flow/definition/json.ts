/** JSON as it is read and changed by path; nothing is changed in place. */
import { isObject } from "../../api/json";

export type Path = readonly (string | number)[];
export type JsonObject = Readonly<Record<string, unknown>>;

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** What a path leads to; undefined where there is nothing. */
export function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (isList(found) && typeof key === "number") found = found[key];
    else if (isObject(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

/** A copy in which `to` stands where the path leads; undefined takes away what stands there. */
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

/** The same to the letter, the order of names included. */
export function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

export function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && startsWith(one, other);
}

export function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, index) => String(key) === String(path[index]));
}
