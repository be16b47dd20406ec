/** Which flows a search finds. Pure. */
import type { FlowSummary } from "../../../api/types";

/** Whether the name or the id of a flow has every word of the search. Case and accents do not count. */
export function matches({ name, flowId }: Pick<FlowSummary, "name" | "flowId">, search: string): boolean {
  const text = plain(`${name} ${flowId}`);
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
