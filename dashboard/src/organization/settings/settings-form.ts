/** The form of the settings: its values as text, what is wrong with them, and the request that saves them. */
import type { Settings, SettingsBody } from "../../api/organization";
import type { ProblemItem } from "../../api/failure";

export type EventKind = NonNullable<Settings["webhook"]>["events"][number];
export type RedactedKind = Settings["redact"][number];

export const EVENTS: readonly EventKind[] = [
  "session.started",
  "session.turn",
  "session.ended",
  "session.transferred",
  "session.failed",
  "gate.refused",
];
export const REDACTED: readonly RedactedKind[] = ["card", "phone", "email"];

export interface SettingsForm {
  url: string;
  events: readonly EventKind[];
  days: string;
  redact: readonly RedactedKind[];
  language: string;
  timeZone: string;
  countries: string;
  prefixes: string;
  sipDomains: string;
  /** Kept as they are: the form has no field for them, and a save replaces all settings. */
  prices: Settings["prices"];
}

export function formOf(settings: Settings): SettingsForm {
  const { webhook, retentionDays, redact, language, timeZone, transfers, prices } = settings;
  return {
    url: webhook?.url ?? "",
    events: webhook?.events ?? ["session.ended"],
    days: retentionDays === null ? "" : String(retentionDays),
    redact,
    language,
    timeZone,
    countries: transfers.countries.join(", "),
    prefixes: transfers.prefixes.join(", "),
    sipDomains: transfers.sipDomains.join(", "),
    prices,
  };
}

/** The fields that cannot be sent. */
export function wrongIn(form: SettingsForm): ReadonlySet<"days" | "events"> {
  const wrong = new Set<"days" | "events">();
  const days = form.days.trim();
  if (days !== "" && !(/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3650)) wrong.add("days");
  if (form.url.trim() !== "" && form.events.length === 0) wrong.add("events");
  return wrong;
}

export function bodyOf(form: SettingsForm): SettingsBody {
  const url = form.url.trim();
  const days = form.days.trim();
  return {
    webhook: url === "" ? null : { url, events: [...form.events] },
    retentionDays: days === "" ? null : Number(days),
    redact: [...form.redact],
    language: form.language.trim(),
    timeZone: form.timeZone.trim(),
    prices: form.prices,
    transfers: {
      countries: entriesOf(form.countries),
      prefixes: entriesOf(form.prefixes),
      sipDomains: entriesOf(form.sipDomains),
    },
  };
}

/** The message of the API for a field or for an entry of its list; null if it has none. */
export function messageAt(problems: readonly ProblemItem[], field: string): string | null {
  const found = problems.find((each) => each.field === field || each.field?.startsWith(`${field}.`) === true);
  return found?.message ?? null;
}

function entriesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== "");
}
