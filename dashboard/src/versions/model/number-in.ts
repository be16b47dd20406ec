/** Reads a number that a person typed. */

/** The number if it is one from `least` to `most`; null otherwise. A comma is read as a point. */
export function numberIn(text: string, least: number, most: number, whole = false): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(plain)) return null;
  const number = Number(plain);
  if (number < least || number > most || (whole && !Number.isInteger(number))) return null;
  return number;
}
