/** "3 minutes ago", "yesterday"; beyond a month, the date. */

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function whenWords(then: Date, now: Date): string {
  const seconds = Math.round((then.getTime() - now.getTime()) / 1_000);
  if (Math.abs(seconds) < 45) return "just now";
  if (Math.abs(seconds) > 30 * 86_400)
    return then.toLocaleDateString("en", { year: "numeric", month: "short", day: "numeric" });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit);
  }
  return words.format(Math.sign(seconds), "minute");
}
