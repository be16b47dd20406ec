/** What JSON can hold, and what of it something is. */
import type { components } from "./generated/openapi";

export type Json = components["schemas"]["JsonValue"];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON text, as the value it holds; what is no JSON is told from what is `null`. */
export function readJson(text: string): { ok: true; value: Json } | { ok: false } {
  try {
    const value: Json = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}
