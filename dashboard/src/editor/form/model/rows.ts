/** A map as rows that can be typed, while two may have one name for a moment. */
import { isObject } from "../../../api/json";

export interface Row {
  readonly name: string;
  readonly value: unknown;
}

export function rowsOf(value: unknown): Row[] {
  return isObject(value) ? Object.entries(value).map(([name, inner]) => ({ name, value: inner })) : [];
}

/** Rows that are quite empty are only waiting to be filled in. */
export function mapOf(rows: readonly Row[]): Record<string, unknown> {
  return Object.fromEntries(rows.filter((row) => !isBlank(row)).map((row) => [row.name, row.value]));
}

/** What keeps the rows from being a map, in words. */
export function rowsFault(rows: readonly Row[]): string | null {
  const names = rows.filter((row) => !isBlank(row)).map((row) => row.name);
  if (names.includes("")) return "A row has a value, but no name.";
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : `Two rows are named ${twice}; give one of them another name.`;
}

export function rowsText(rows: readonly Row[]): string {
  return JSON.stringify(rows);
}

export function rowsFromText(text: string): Row[] | null {
  try {
    const read: unknown = JSON.parse(text);
    if (!Array.isArray(read)) return null;
    return read.flatMap((row: unknown) =>
      isObject(row) && typeof row.name === "string" ? [{ name: row.name, value: row.value ?? "" }] : [],
    );
  } catch {
    return null;
  }
}

function isBlank(row: Row): boolean {
  return row.name === "" && row.value === "";
}
