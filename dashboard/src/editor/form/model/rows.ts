/** A map as rows. While a person types, two rows may have the same name. */
import { isObject } from "../../../api/json";
import { texts } from "../../../texts";

export interface Row {
  readonly name: string;
  readonly value: unknown;
}

export function rowsOf(value: unknown): Row[] {
  return isObject(value) ? Object.entries(value).map(([name, inner]) => ({ name, value: inner })) : [];
}

/** Empty rows are left out: they wait for input. */
export function mapOf(rows: readonly Row[]): Record<string, unknown> {
  return Object.fromEntries(rows.filter((row) => !isBlank(row)).map((row) => [row.name, row.value]));
}

/** Why the rows are not a map; null if they are one. */
export function rowsError(rows: readonly Row[]): string | null {
  const names = rows.filter((row) => !isBlank(row)).map((row) => row.name);
  if (names.includes("")) return texts.form.rowWithoutName;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : texts.form.rowsWithOneName(twice);
}

/** The rows as an unfinished text. */
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
