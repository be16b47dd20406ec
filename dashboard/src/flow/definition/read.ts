/** Reads a flow of which no field is certain: a flow that is being edited or was imported may be malformed. */

/** A field of any value; `undefined` if there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

/** A text in one line, at most 400 characters; empty if the value is no text. */
export function line(value: unknown): string {
  if (typeof value !== "string") return "";
  return value.slice(0, 400).replace(/\s+/g, " ").trim();
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Cut a text to `length` characters, the ellipsis included. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
