/** Relative times as text. */
import { texts } from "../texts";

const FORMAT = new Intl.RelativeTimeFormat(texts.common.locale, { numeric: "auto" });

/** Units with their length in seconds. */
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** `5 minutes ago`, or `just now` less than a minute before or after `now`. `now` is in milliseconds. */
export function ago(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  if (Number.isNaN(seconds)) return at;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step === undefined ? texts.common.justNow : FORMAT.format(Math.trunc(seconds / step[1]), step[0]);
}
