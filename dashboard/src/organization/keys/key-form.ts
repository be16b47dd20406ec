/** The form of a new API key, and the request that it makes. */
import type { KeyBody } from "../../api/organization";

type KeyRole = KeyBody["role"];

export const ROLES: readonly KeyRole[] = ["viewer", "author", "publisher", "admin"];
/** Days for which a key is good; 0 for a key without an end. */
export const DAYS = ["30", "90", "365", "0"] as const;

export interface KeyForm {
  name: string;
  role: KeyRole;
  days: (typeof DAYS)[number];
}

/** The least rights and an end, unless a person chooses more. */
export const EMPTY: KeyForm = { name: "", role: "viewer", days: "90" };

const DAY_MILLIS = 86_400_000;

/** `now`: milliseconds since 1970. */
export function bodyOf({ name, role, days }: KeyForm, now: number): KeyBody {
  const end = Number(days) * DAY_MILLIS;
  return { name: name.trim(), role, ...(end === 0 ? {} : { expiresAt: new Date(now + end).toISOString() }) };
}
