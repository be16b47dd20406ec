/** The type of JSON values, and how to read one of unknown shape. */
import type { components } from "./generated/openapi";

export type Json = components["schemas"]["JsonValue"];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a JSON text. The result distinguishes an invalid text from the value `null`. */
export function readJson(text: string): { ok: true; value: Json } | { ok: false } {
  try {
    const value: Json = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}
