/** Ids of flows: what the API takes, and one made of a name. */

const FIT = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;

/** What is wrong with it, in words; null where it can be used. */
export function flowIdFault(id: string): string | null {
  if (id === "") return "Write an id.";
  if (id === "sessions") return '"sessions" is taken by the API itself; choose another.';
  if (id.length > 128) return "An id has at most 128 characters.";
  if (!/^[A-Za-z0-9]/.test(id)) return "An id begins with a letter or a digit.";
  return FIT.test(id) ? null : "An id is made of letters (a to z), digits, and . _ ~ -";
}

/** "Order status (new)" → "order-status-new". Empty where the name has nothing to make one of. */
export function suggestFlowId(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9._~]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 128)
    .replace(/-+$/, "");
  return plain === "sessions" ? "sessions-flow" : plain;
}
