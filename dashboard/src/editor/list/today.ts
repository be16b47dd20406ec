/** How many of the newest sessions began today. */

/** `full`: there may be more than were read. */
export function sessionsToday(createdAt: readonly string[], full: boolean, now: Date): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const today = createdAt.filter((at) => Date.parse(at) >= midnight).length;
  return full && today === createdAt.length && today > 0 ? `${today}+` : String(today);
}
