/** Reads a phone number as people write it. Pure. The API has the same rules for what it stores. */

export type WrittenNumber =
  | { kind: "empty" }
  | { kind: "read"; e164: string }
  /** `national`: it has no code of a country. */
  | { kind: "wrong"; why: "national" | "letters" | "short" | "long" };

/** Spaces of all kinds, dots, brackets, slashes and dashes. */
const SEPARATORS = /[\s.()/\p{Pd}]/gu;

/** "+44 (0)20 7946-0018" → "+442079460018". A 00 at the beginning is a +. */
export function readNumber(written: string): WrittenNumber {
  const text = written.normalize("NFKC").trim().replace(/^tel:/i, "");
  if (text === "") return { kind: "empty" };
  // The 0 in brackets is dialled within the country only.
  const international = /^(\+|00)/.test(text.replace(SEPARATORS, ""));
  const plain = (international ? text.replace(/\(\s*0\s*\)/, "") : text).replace(SEPARATORS, "");
  const digits = plain.replace(/^(\+|00)/, "");
  if (!/^[0-9]*$/.test(digits)) return { kind: "wrong", why: "letters" };
  if (digits.startsWith("0")) return { kind: "wrong", why: "national" };
  if (digits.length < 7) return { kind: "wrong", why: "short" };
  if (digits.length > 15) return { kind: "wrong", why: "long" };
  return { kind: "read", e164: `+${digits}` };
}
