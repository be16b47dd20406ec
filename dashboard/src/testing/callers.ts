/** Callers of the API with each role, for tests of what a page offers them. */
import type { Me, Role } from "../api/me";

const ROLES: readonly Role[] = ["viewer", "author", "publisher", "admin"];

/** `refused`: as the API answers for this role. */
export function caller(role: Role, refused: Me["refused"] = {}): Me {
  return {
    user: "ann@example.com",
    organizationId: "acme",
    role,
    roles: ROLES.slice(0, ROLES.indexOf(role) + 1),
    refused,
  };
}
