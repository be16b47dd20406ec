/** What a report is about, as the address has it. Pure. */
import type { ReportQuery } from "../../api/reports";

/** The periods that the page offers, in days. */
export const DAYS = [1, 7, 30, 90] as const;

export const CHANNELS = ["phone", "audio", "chat"] as const;

type ReportChannel = (typeof CHANNELS)[number];

export interface Choice {
  days: number;
  /** Null: any. Also the following. */
  channel: ReportChannel | null;
  /** A number, or `draft`. */
  version: string | null;
  agent: string | null;
  number: string | null;
}

const FIRST_DAYS = 30;
const DAY_MILLIS = 86_400_000;

export function choiceIn(params: URLSearchParams): Choice {
  const days = Number(params.get("days"));
  const channel = params.get("channel") ?? "";
  const version = params.get("version") ?? "";
  return {
    days: DAYS.find((each) => each === days) ?? FIRST_DAYS,
    channel: CHANNELS.find((each) => each === channel) ?? null,
    version: /^(draft|[1-9]\d{0,8})$/.test(version) ? version : null,
    agent: params.get("agent"),
    number: params.get("number"),
  };
}

/** The query of a choice. `from`: the first of its days, today included, in a time zone. */
export function queryOf({ days, channel, version, agent, number }: Choice, now: Date, zone: string): ReportQuery {
  return {
    from: firstDay(days, now, zone),
    ...(channel === null ? {} : { channel }),
    ...(version === null ? {} : { version }),
    ...(agent === null ? {} : { agentId: agent }),
    ...(number === null ? {} : { calledNumber: number }),
  };
}

/** The first of so many days, today included, as a date in a time zone. */
export function firstDay(days: number, now: Date, zone: string): string {
  const part = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(now)
    .reduce<Record<string, string>>((parts, { type, value }) => ({ ...parts, [type]: value }), {});
  const today = Date.UTC(Number(part.year), Number(part.month) - 1, Number(part.day));
  return new Date(today - (days - 1) * DAY_MILLIS).toISOString().slice(0, 10);
}

/** The names of the parts of two reports, sorted: those that a filter can have. */
export function namesIn(...parts: readonly (Readonly<Record<string, unknown>> | undefined)[]): readonly string[] {
  return [...new Set(parts.flatMap((each) => Object.keys(each ?? {})))].toSorted();
}
