/** Reads what an author wrote, of which nothing is certain: a flow that is being drawn or was imported may be malformed. */

/** A field of anything; undefined where there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

/** A text, in one line; empty where there is none. */
export function line(value: unknown): string {
  if (typeof value !== "string") return "";
  return value.slice(0, 400).replace(/\s+/g, " ").trim();
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
