/** Texts of the overview. */
import { common } from "../common";
import { count } from "../plural";

const NUMBER = new Intl.NumberFormat(common.locale, { maximumFractionDigits: 0 });
const PERCENT = new Intl.NumberFormat(common.locale, { style: "percent", maximumFractionDigits: 0 });
const CHANGE = new Intl.NumberFormat(common.locale, {
  style: "percent",
  maximumFractionDigits: 0,
  signDisplay: "exceptZero",
});
const DATE = new Intl.DateTimeFormat(common.locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const NONE = "—";

export const overview = {
  title: "Overview",
  loading: "Loading overview…",
  about: (zone: string) =>
    `Calls that ended in the last 7 days, compared with the same time of the 7 days before. Days in ${zone}.`,
  allSessions: "All sessions",
  incomplete: "Not all calls are counted yet.",
  incompleteHint: "The page asks again.",
  noCurrent: "The numbers of the last 7 days are not loaded.",
  noBefore: "The numbers of the week before are not loaded, so nothing is compared.",

  today: "Today",
  todayBefore: (calls: number) => `${count(calls, "call")} a week ago until this time`,
  week: "Last 7 days",
  contained: "Without transfer",
  turnTime: "Time of a turn",
  turnTimeHint: "95 of 100 turns are at most this long",
  calls: (number: number) => NUMBER.format(number),
  share: (part: number | null) => (part === null ? NONE : PERCENT.format(part)),
  millis: (millis: number | null) => (millis === null ? NONE : `${NUMBER.format(millis)} ms`),
  before: (value: string) => `${value} the week before`,
  change: (now: number, before: number) => (before === 0 ? NONE : CHANGE.format(now / before - 1)),

  byDay: "Calls by day",
  day: (date: string) => DATE.format(Date.parse(`${date}T00:00:00Z`)),
  endings: "How calls ended",
  outcomes: "Outcomes",
  givenUp: "Where callers give up",
  noneGivenUp: "No caller has given up in the last 7 days.",
  slower: "What got slower",
  noneSlower: (least: number) =>
    `No flow with ${least} calls in both weeks has turns that take a tenth longer than the week before.`,
  failed: "What failed",
  noneFailed: "No tool and no model has failed in the last 7 days.",
  failedSessions: "Failed calls",
  noneFailedSessions: "No call has failed in the last 7 days.",
  allFailed: "All failed sessions",
  reportOf: (flow: string) => `Report of ${flow}`,

  columns: {
    day: "Day",
    ending: "Ending",
    outcome: "Outcome",
    calls: "Calls",
    before: "Week before",
    node: "Node",
    flow: "Flow",
    times: "Times",
    turnTime: "Slowest turns (p95)",
    change: "Change",
    kind: "Kind",
    error: "Error",
    began: "Began",
  },
};
