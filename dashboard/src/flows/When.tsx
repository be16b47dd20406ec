/** A moment as people say it, with the exact one at hand. */
import { whenWords } from "./when-words";

export function When({ at }: { at: string }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {whenWords(date, new Date())}
    </time>
  );
}
