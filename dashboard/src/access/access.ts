/**
 * What the user may do. The API says which requests it would refuse, so the page has no table of rights of its own.
 *
 * Until the API has answered, everything is allowed: it refuses by itself what is not.
 */
import { createContext, useContext } from "react";
import type { ApiRequest, Me, Role } from "../api/me";
import { texts } from "../texts";

/** The request that a control sends, or the role that it needs if one request needs several. */
export type Need = ApiRequest | Role;

/** Null until the API has answered. */
export const AccessContext = createContext<Me | null>(null);

/** The role that the user would need, and does not have; null if the user may do it. */
export function missingRole(me: Me | null, need: Need): Role | null {
  if (me === null) return null;
  if (need.includes(" ")) return me.refused[need] ?? null;
  return me.roles.some((role) => role === need) ? null : (need as Role);
}

/** Why the user may not do something, as a sentence for a person; null if the user may. */
export function useRefusal(need: Need): string | null {
  const me = useContext(AccessContext);
  const missing = missingRole(me, need);
  return me === null || missing === null ? null : texts.access.refusal(missing, me.role);
}

/** Whether the user may do something. */
export function useMay(need: Need): boolean {
  return missingRole(useContext(AccessContext), need) === null;
}
