/** What JSON can hold. */
import type { components } from "../api/generated/openapi";

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
