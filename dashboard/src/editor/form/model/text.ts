/** A value in a field for text: a text as it is, anything else as the JSON that it is. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
