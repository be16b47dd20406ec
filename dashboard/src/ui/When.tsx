/** A relative time; its title is the exact one. */
import { ago } from "./ago";

/** `now`: from useNow, once for a whole list. */
export function When({ at, now }: { at: string; now: number }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {ago(at, now)}
    </time>
  );
}
