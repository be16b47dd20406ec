/** What the caller said, typed or pressed that is not saved yet: as it is being understood, and as it was. */

interface Line {
  id: string;
  text: string;
}

export class CallerWords {
  private readonly partials = new Map<string, string>();
  private lines: readonly Line[] = [];
  /** How many of the session's saved words of the caller were looked at. */
  private seen = 0;

  get partial(): string {
    return [...this.partials.values()].join(" ");
  }

  get unsaved(): readonly Line[] {
    return this.lines;
  }

  /** An utterance as it is understood so far, or for good. */
  heard(segment: string, text: string, final: boolean): void {
    if (!final) {
      this.partials.delete(segment);
      if (text.trim() !== "") this.partials.set(segment, text.trim());
      return;
    }
    this.partials.clear();
    if (text.trim() !== "") this.add(segment, text.trim());
  }

  /** Nothing came of it. */
  forgetPartial(): void {
    this.partials.clear();
  }

  add(id: string, text: string): void {
    this.lines = [...this.lines.filter((line) => line.id !== id), { id, text }];
  }

  /** Keys come one by one and are one input. */
  pressed(id: string, keys: string): void {
    const last = this.lines.at(-1);
    this.add(id, (last?.id === id ? last.text : "") + keys);
  }

  remove(id: string): Line | undefined {
    const removed = this.lines.find((line) => line.id === id);
    this.lines = this.lines.filter((line) => line.id !== id);
    return removed;
  }

  clear(): void {
    this.lines = [];
    this.partials.clear();
  }

  /**
   * What the session holds of the caller's words, in order. One saved input may be several utterances. Once a line is
   * saved, those before it are settled, too: what never became an input was noise.
   */
  settle(saved: readonly string[]): void {
    for (const text of saved.slice(this.seen)) this.lines = this.lines.slice(covered(this.lines, plain(text)));
    this.seen = saved.length;
  }
}

/** How many of the first lines a saved input settles. */
function covered(lines: readonly Line[], saved: string): number {
  let rest = saved;
  let last = 0;
  for (const [index, line] of lines.entries()) {
    const words = plain(line.text);
    if (words === "") continue;
    const at = rest.indexOf(words);
    if (at === -1) {
      if (last > 0) break;
      continue;
    }
    rest = rest.slice(at + words.length);
    last = index + 1;
  }
  return last;
}

export function plain(text: string): string {
  return text.trim().replace(/\s+/gu, " ").toLowerCase();
}
