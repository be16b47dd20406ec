/** The saved conversation as lines, each with its turn. */
import type { Utterance, Session, Turn } from "../../api/types";

export interface Line {
  key: string;
  utterance: Utterance;
  /** Undefined if the session has no such turn, which the API does not send. */
  turn: Turn | undefined;
  /** The turn's number, from 1; 0 if it is unknown. */
  number: number;
  /** The part of an interrupted reply that the caller did not hear; empty if it is unknown. */
  unheard: string;
}

/** Makes the lines of a session at each read. An unchanged line stays the same object, so it does not render again. */
export class Lines {
  private before = new Map<string, Line>();

  of(session: Session): Line[] {
    const turns = new Map(session.turns.map((turn, index) => [turn.turnId, { turn, number: index + 1 }]));
    const nth = new Map<string, number>();
    const made = new Map<string, Line>();
    const heardBefore = new Map<string, string>();
    for (const utterance of session.context.conversation) {
      const at = nth.get(utterance.turnId) ?? 0;
      nth.set(utterance.turnId, at + 1);
      const key = `${utterance.turnId}:${at}`;
      const known = turns.get(utterance.turnId);
      const old = this.before.get(key);
      const earlier = heardBefore.get(utterance.turnId) ?? "";
      if (old?.utterance === utterance && old.turn === known?.turn) made.set(key, old);
      else {
        const unheard = utterance.interrupted ? unheardOf(utterance.content, known?.turn.response ?? "", earlier) : "";
        made.set(key, { key, utterance, turn: known?.turn, number: known?.number ?? 0, unheard });
      }
      if (utterance.role === "assistant") heardBefore.set(utterance.turnId, `${earlier} ${utterance.content}`.trim());
    }
    this.before = made;
    return [...made.values()];
  }
}

/**
 * The part of a reply after what was heard.
 *
 * Args:
 *   heard: The text of this line.
 *   response: The whole reply of the turn.
 *   earlier: The text of the turn's lines before this one; `response` begins with it.
 */
export function unheardOf(heard: string, response: string, earlier: string): string {
  const reply = (response.startsWith(earlier) ? response.slice(earlier.length) : response).trim();
  for (const start of [heard.trim(), heard.trim().replace(/[….\s]+$/, "")]) {
    if (reply.startsWith(start)) return reply.slice(start.length).trim();
  }
  return "";
}

/** The saved line that the agent is speaking; null if it is not saved yet. */
export function lineSpoken(
  lines: readonly Line[],
  partial: { turnId: string | null; text: string } | null,
): Line | null {
  if (partial === null) return null;
  const words = lettersAndDigits(partial.text);
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - 12); index -= 1) {
    const line = lines[index];
    if (line?.utterance.role !== "assistant") continue;
    const text = lettersAndDigits(line.utterance.content);
    const fits = text.startsWith(words) || words.startsWith(text);
    if (partial.turnId === null ? words !== "" && fits : line.utterance.turnId === partial.turnId && fits) return line;
  }
  return null;
}

/** How many characters of a line have been spoken, by its letters and digits. */
export function spokenUntil(content: string, spoken: string): number {
  let left = lettersAndDigits(spoken).length;
  let at = 0;
  for (const letter of content) {
    if (left === 0 && lettersAndDigits(letter) !== "") break;
    left = Math.max(0, left - lettersAndDigits(letter).length);
    at += letter.length;
  }
  return at;
}

/** Letters and digits in lower case. Speech changes punctuation and spaces, so they do not count. */
function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
