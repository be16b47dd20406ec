/** A session read before, and a newer reading of it, whole or what is new (`?after=`): together the session as it stands. */
import type { Said, Session, Turn } from "../../api/types";

/**
 * Undefined where the reading continues something other than what was read before: then the whole is to be read.
 * What did not change stays the very same object, so that it need not be drawn again.
 */
export function merge(before: Session | undefined, read: Session): Session | undefined {
  const { after, more, ...whole } = read;
  if (before?.sessionId !== read.sessionId) {
    if (after !== undefined) return undefined;
    return more === undefined ? read : whole;
  }
  if (after === undefined) {
    const known = new Map(before.turns.map((turn) => [turn.turnId, turn]));
    return {
      ...whole,
      turns: whole.turns.map((turn) => known.get(turn.turnId) ?? turn),
      context: { ...whole.context, conversation: kept(before.context.conversation, whole.context.conversation) },
    };
  }
  const border = before.turns.findLastIndex((turn) => turn.turnId === after);
  if (border < 0) return undefined;
  const turns = [...before.turns.slice(0, border + 1), ...whole.turns];
  const conversation = replaced(before.context.conversation, whole.context.conversation, turns);
  return { ...whole, turns, context: { ...whole.context, conversation } };
}

/** What a touched turn said is replaced where it stood, as a whole; what later turns said comes last, in their order. */
function replaced(before: readonly Said[], read: readonly Said[], turns: readonly Turn[]): Said[] {
  const known = new Set(turns.map((turn) => turn.turnId));
  const touched = new Map<string, Said[]>();
  for (const said of read) touched.set(said.turnId, [...(touched.get(said.turnId) ?? []), said]);
  const merged: Said[] = [];
  const placed = new Set<string>();
  for (const said of before) {
    const anew = touched.get(said.turnId);
    if (anew === undefined) {
      if (known.has(said.turnId)) merged.push(said);
    } else if (!placed.has(said.turnId)) {
      placed.add(said.turnId);
      merged.push(...anew);
    }
  }
  for (const said of read) if (!placed.has(said.turnId)) merged.push(said);
  return merged;
}

/** The new conversation, with the old objects for the lines that are as they were. */
function kept(before: readonly Said[], read: readonly Said[]): Said[] {
  return read.map((said, index) => {
    const old = before[index];
    return old?.turnId === said.turnId &&
      old.content === said.content &&
      old.role === said.role &&
      old.interrupted === said.interrupted
      ? old
      : said;
  });
}
