/** The conversation, line by line: what was saved of it, each line with its turn. */
import type { Said, Session, Turn } from "../../api/types";

export interface Line {
  key: string;
  said: Said;
  /** Undefined where the turn is not known, which should not be. */
  turn: Turn | undefined;
  /** Counted from one; zero where it is not known. */
  number: number;
  /** What the caller did not hear of an interrupted reply; empty where that cannot be told. */
  unheard: string;
}

/** Makes the lines of one session again and again; a line that did not change stays the very same object. */
export class Lines {
  private before = new Map<string, Line>();

  of(session: Session): Line[] {
    const turns = new Map(session.turns.map((turn, index) => [turn.turnId, { turn, number: index + 1 }]));
    const nth = new Map<string, number>();
    const made = new Map<string, Line>();
    const heardBefore = new Map<string, string>();
    for (const said of session.context.conversation) {
      const at = nth.get(said.turnId) ?? 0;
      nth.set(said.turnId, at + 1);
      const key = `${said.turnId}:${at}`;
      const known = turns.get(said.turnId);
      const old = this.before.get(key);
      const earlier = heardBefore.get(said.turnId) ?? "";
      if (old?.said === said && old.turn === known?.turn) made.set(key, old);
      else {
        const unheard = said.interrupted ? unheardOf(said.content, known?.turn.response ?? "", earlier) : "";
        made.set(key, { key, said, turn: known?.turn, number: known?.number ?? 0, unheard });
      }
      if (said.role === "assistant") heardBefore.set(said.turnId, `${earlier} ${said.content}`.trim());
    }
    this.before = made;
    return [...made.values()];
  }
}

/** `earlier`: what the same turn said before this line; `response` begins with it. */
export function unheardOf(heard: string, response: string, earlier: string): string {
  const reply = (response.startsWith(earlier) ? response.slice(earlier.length) : response).trim();
  for (const start of [heard.trim(), heard.trim().replace(/[….\s]+$/, "")]) {
    if (reply.startsWith(start)) return reply.slice(start.length).trim();
  }
  return "";
}

/** The line that is being spoken as these words; null where it is not saved yet. */
export function lineSpoken(
  lines: readonly Line[],
  partial: { turnId: string | null; text: string } | null,
): Line | null {
  if (partial === null) return null;
  const words = plain(partial.text);
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - 12); index -= 1) {
    const line = lines[index];
    if (line?.said.role !== "assistant") continue;
    const text = plain(line.said.content);
    const fits = text.startsWith(words) || words.startsWith(text);
    if (partial.turnId === null ? words !== "" && fits : line.said.turnId === partial.turnId && fits) return line;
  }
  return null;
}

/** How many characters of a line have been spoken: as many letters and digits as there are in the words. */
export function spokenUntil(content: string, spoken: string): number {
  let left = plain(spoken).length;
  let at = 0;
  for (const letter of content) {
    if (left === 0 && plain(letter) !== "") break;
    left = Math.max(0, left - plain(letter).length);
    at += letter.length;
  }
  return at;
}

/** Recognizers and voices change marks and spaces. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
