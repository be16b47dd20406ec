/** Reads flows that may be malformed: a flow that is being edited, or one that was imported. */

/** A field of any value; `undefined` if there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

/** A text in one line, at most 400 characters; empty if the value is not a string. */
export function line(value: unknown): string {
  if (typeof value !== "string") return "";
  return value.slice(0, 400).replace(/\s+/g, " ").trim();
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Cuts a text to `length` characters, including the ellipsis. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
