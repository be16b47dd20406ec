/** What a report is about, as the address has it. Pure. */

/** The periods that the page offers, in days. */
export const DAYS = [1, 7, 30, 90] as const;

export const CHANNELS = ["phone", "audio", "chat"] as const;

export type ReportChannel = (typeof CHANNELS)[number];

interface Choice {
  days: number;
  /** Null: any. */
  channel: ReportChannel | null;
}

const FIRST_DAYS = 30;
const DAY_MILLIS = 86_400_000;

export function choiceIn(params: URLSearchParams): Choice {
  const days = Number(params.get("days"));
  const channel = params.get("channel") ?? "";
  return {
    days: DAYS.find((each) => each === days) ?? FIRST_DAYS,
    channel: isChannel(channel) ? channel : null,
  };
}

export function isChannel(text: string): text is ReportChannel {
  return CHANNELS.some((each) => each === text);
}

/** The first of so many days, today included, as a date in UTC. */
export function firstDay(days: number, now: Date): string {
  return new Date(now.getTime() - (days - 1) * DAY_MILLIS).toISOString().slice(0, 10);
}
