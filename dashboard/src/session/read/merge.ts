/** Merges a known session with a newer reading of it: the whole, or its new part (`?after=`). */
import type { Utterance, Session, Turn } from "../../api/types";

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
function replacedLines(before: readonly Utterance[], read: readonly Utterance[], turns: readonly Turn[]): Utterance[] {
  const known = new Set(turns.map((turn) => turn.turnId));
  const newLines = new Map<string, Utterance[]>();
  for (const utterance of read) newLines.set(utterance.turnId, [...(newLines.get(utterance.turnId) ?? []), utterance]);
  const merged: Utterance[] = [];
  const placed = new Set<string>();
  for (const utterance of before) {
    const lines = newLines.get(utterance.turnId);
    if (lines === undefined) {
      if (known.has(utterance.turnId)) merged.push(utterance);
    } else if (!placed.has(utterance.turnId)) {
      placed.add(utterance.turnId);
      merged.push(...lines);
    }
  }
  for (const utterance of read) if (!placed.has(utterance.turnId)) merged.push(utterance);
  return merged;
}

/** The new conversation, with the known objects of unchanged lines. */
function withKnownLines(before: readonly Utterance[], read: readonly Utterance[]): Utterance[] {
  return read.map((utterance, index) => {
    const old = before[index];
    return old?.turnId === utterance.turnId &&
      old.content === utterance.content &&
      old.role === utterance.role &&
      old.interrupted === utterance.interrupted
      ? old
      : utterance;
  });
}
