/** Times of day and durations as text, in the reader's locale. */
import { texts } from "../../texts";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Hours, minutes and seconds. */
export function timeText(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : TIME.format(date);
}

/** Date and time. */
export function dateTimeText(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : EXACT.format(date);
}

/** The time between two timestamps: `48 s`, `3 min 20 s`, `1 h 5 min`. Empty if one is unreadable. */
export function durationText(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (Number.isNaN(seconds)) return "";
  const { duration } = texts.session;
  if (seconds < 60) return duration.seconds(seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return duration.minutes(minutes, seconds % 60);
  return duration.hours(Math.floor(minutes / 60), minutes % 60);
}
