/** The ids of flows: the API's rules, and a suggestion made from a name. */
import { texts } from "../../texts";

const VALID = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;
const RESERVED = "sessions";

/** Why the API refuses an id; null if it accepts the id. */
export function flowIdError(id: string): string | null {
  const errors = texts.flow.id;
  if (id === "") return errors.empty;
  if (id === RESERVED) return errors.reserved;
  if (id.length > 128) return errors.tooLong;
  if (!/^[A-Za-z0-9]/.test(id)) return errors.badStart;
  return VALID.test(id) ? null : errors.badCharacter;
}

/** "Order status (new)" → "order-status-new". Empty if the name has no letter or digit to use. */
export function suggestFlowId(name: string): string {
  const id = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9._~]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 128)
    .replace(/-+$/, "");
  return id === RESERVED ? `${RESERVED}-flow` : id;
}
