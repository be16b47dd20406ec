/** The two weeks that the overview compares: the last seven days, and the seven before. Pure. */
import type { ReportPeriod } from "../../api/overview";

export const DAYS = 7;
const DAY_MILLIS = 86_400_000;

interface Weeks {
  /** The date of today in the organization's zone. */
  today: string;
  /** The dates of the last seven days, the oldest first. */
  days: readonly string[];
  current: ReportPeriod;
  /** It ends as long before `now` as it begins before the current one, so that both are of the same length. */
  before: ReportPeriod & { to: string };
}

/** `zone`: of the organization, IANA. `now`: milliseconds since the epoch. */
export function weeksOf(zone: string, now: number): Weeks {
  const today = dateIn(zone, now);
  const days = Array.from({ length: DAYS }, (_, index) => daysBefore(today, DAYS - 1 - index));
  return {
    today,
    days,
    current: { from: daysBefore(today, DAYS - 1) },
    before: { from: daysBefore(today, 2 * DAYS - 1), to: new Date(now - DAYS * DAY_MILLIS).toISOString() },
  };
}

/** The date at a time. A zone that the browser does not know is read as UTC. */
export function dateIn(zone: string, at: number): string {
  try {
    const parts = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    }).formatToParts(at);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
    return `${part("year")}-${part("month")}-${part("day")}`;
  } catch {
    return new Date(at).toISOString().slice(0, 10);
  }
}

export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MILLIS).toISOString().slice(0, 10);
}
