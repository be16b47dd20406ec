/** The values that a person types for a test call. */

/** What a person has typed, by the name of the variable. */
export type Typed = Readonly<Record<string, string>>;

/** A typed text as a value: JSON if it is JSON and the variable is not declared as text, otherwise the text itself. */
export function valueOf(text: string, type: unknown): unknown {
  if (type === "string") return text;
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value as the text that `valueOf` reads. */
export function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
