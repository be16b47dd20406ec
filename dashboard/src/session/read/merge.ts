/** Merges a known session with a newer reading of it: the whole, or its new part (`?after=`). */
import type { Said, Session, Turn } from "../../api/types";

/**
 * Returns the current session; undefined if the reading does not continue the known one. The caller then reads the whole.
 *
 * An unchanged turn or line stays the same object, so it does not render again.
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
      context: {
        ...whole.context,
        conversation: withKnownLines(before.context.conversation, whole.context.conversation),
      },
    };
  }
  const border = before.turns.findLastIndex((turn) => turn.turnId === after);
  if (border < 0) return undefined;
  const turns = [...before.turns.slice(0, border + 1), ...whole.turns];
  const conversation = replacedLines(before.context.conversation, whole.context.conversation, turns);
  return { ...whole, turns, context: { ...whole.context, conversation } };
}

/** Replaces the lines of each turn in `read` at their place. The lines of new turns come last, in their order. */
function replacedLines(before: readonly Said[], read: readonly Said[], turns: readonly Turn[]): Said[] {
  const known = new Set(turns.map((turn) => turn.turnId));
  const newLines = new Map<string, Said[]>();
  for (const said of read) newLines.set(said.turnId, [...(newLines.get(said.turnId) ?? []), said]);
  const merged: Said[] = [];
  const placed = new Set<string>();
  for (const said of before) {
    const lines = newLines.get(said.turnId);
    if (lines === undefined) {
      if (known.has(said.turnId)) merged.push(said);
    } else if (!placed.has(said.turnId)) {
      placed.add(said.turnId);
      merged.push(...lines);
    }
  }
  for (const said of read) if (!placed.has(said.turnId)) merged.push(said);
  return merged;
}

/** The new conversation, with the known objects of unchanged lines. */
function withKnownLines(before: readonly Said[], read: readonly Said[]): Said[] {
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
