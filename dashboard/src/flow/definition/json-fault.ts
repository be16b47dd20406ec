/** What is wrong with a text that should be JSON: where, and in words. */

/** Null where nothing is wrong. */
export function jsonFault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const { at, why } = firstFault(text);
    const before = text.slice(0, at).split("\n");
    return `This is not JSON yet, at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}. ${why}`;
  }
}

interface Fault {
  at: number;
  why: string;
}

const SPACE = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.])/y;

/** Reads as JSON.parse does, which does not say everywhere where it stopped. */
function firstFault(text: string): Fault {
  let place = 0;
  const faults: Fault[] = [];

  const fail = (why: string): false => {
    faults.push({ at: place, why: place >= text.length ? "It breaks off before it is complete." : why });
    return false;
  };
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = place;
    const found = pattern.exec(text);
    if (found !== null) place += found[0].length;
    return found !== null;
  };
  const next = (): string => {
    take(SPACE);
    return text.charAt(place);
  };
  const mark = (wanted: string): boolean => {
    if (next() !== wanted) return false;
    place += 1;
    return true;
  };

  const member = (): boolean => {
    if (next() !== '"') return fail("A name in double quotes is expected here.");
    if (!take(TEXT)) return fail("This text is not closed, or a line break or a wrong \\ is in it.");
    return mark(":") ? value() : fail("A colon is missing after the name.");
  };
  const entries = (close: string, entry: () => boolean): boolean => {
    place += 1;
    if (mark(close)) return true;
    do if (!entry()) return false;
    while (mark(","));
    return mark(close) || fail(`A comma or ${close} is missing before this.`);
  };
  const value = (): boolean => {
    const first = next();
    if (first === "{") return entries("}", member);
    if (first === "[") return entries("]", value);
    if (first === '"') return take(TEXT) || fail("This text is not closed, or a line break or a wrong \\ is in it.");
    return (
      take(PLAIN) || fail("A value is expected here: a number, a text in double quotes, true, false, null, [ or {.")
    );
  };

  try {
    if (value() && next() !== "") fail("There is more after its end.");
  } catch {
    fail("It is nested too deep.");
  }
  return faults[0] ?? { at: text.length, why: "It cannot be read." };
}
