/** The caller's speech, text and keys that the saved session does not have yet. */

interface Line {
  id: string;
  text: string;
}

export class CallerTranscript {
  /** Interim transcripts by speech segment. */
  private readonly partials = new Map<string, string>();
  private lines: readonly Line[] = [];
  /** How many of the session's saved inputs `settle` has processed. */
  private settled = 0;

  /** The interim transcript; empty if there is none. */
  get partial(): string {
    return [...this.partials.values()].join(" ");
  }

  get unsaved(): readonly Line[] {
    return this.lines;
  }

  /** Takes an interim or a final transcript of one speech segment. */
  update(segment: string, text: string, final: boolean): void {
    if (!final) {
      this.partials.delete(segment);
      if (text.trim() !== "") this.partials.set(segment, text.trim());
      return;
    }
    this.partials.clear();
    if (text.trim() !== "") this.add(segment, text.trim());
  }

  clearPartial(): void {
    this.partials.clear();
  }

  add(id: string, text: string): void {
    this.lines = [...this.lines.filter((line) => line.id !== id), { id, text }];
  }

  /** Appends keys to the line `id`: keys arrive one by one and are one input. */
  addKeys(id: string, keys: string): void {
    const last = this.lines.at(-1);
    this.add(id, (last?.id === id ? last.text : "") + keys);
  }

  remove(id: string): void {
    this.lines = this.lines.filter((line) => line.id !== id);
  }

  clear(): void {
    this.lines = [];
    this.partials.clear();
  }

  /**
   * Removes the lines that the session has saved.
   *
   * One saved input may consist of several segments. A saved line also settles the lines before it: a segment that
   * became no input was noise.
   *
   * Args:
   *   saved: All inputs that the session has saved, in order.
   */
  settle(saved: readonly string[]): void {
    for (const text of saved.slice(this.settled)) {
      this.lines = this.lines.slice(coveredLines(this.lines, normalizedSpeech(text)));
    }
    this.settled = saved.length;
  }
}

/** How many of the first lines a saved input covers. */
function coveredLines(lines: readonly Line[], saved: string): number {
  let rest = saved;
  let covered = 0;
  for (const [index, line] of lines.entries()) {
    const text = normalizedSpeech(line.text);
    if (text === "") continue;
    const at = rest.indexOf(text);
    if (at === -1) {
      if (covered > 0) break;
      continue;
    }
    rest = rest.slice(at + text.length);
    covered = index + 1;
  }
  return covered;
}

/** Lower case with single spaces, to compare a transcript with what was saved of it. Punctuation counts. */
export function normalizedSpeech(text: string): string {
  return text.trim().replace(/\s+/gu, " ").toLowerCase();
}
