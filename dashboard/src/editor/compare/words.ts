/** Two texts as runs of words that are the same, gone or new. */

export interface Run {
  kind: "same" | "gone" | "new";
  text: string;
}

/** Above this many words on a side, the texts are told as wholes. */
const MOST = 400;

export function wordRuns(before: string, after: string): Run[] {
  const one = split(before);
  const other = split(after);
  if (one.length > MOST || other.length > MOST)
    return merged([
      { kind: "gone", text: before },
      { kind: "new", text: after },
    ]);
  const lengths = common(one, other);
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const [old, now] = [one[i], other[j]];
    if (old !== undefined && old === now) {
      runs.push({ kind: "same", text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      runs.push({ kind: "gone", text: old });
      i += 1;
    } else {
      runs.push({ kind: "new", text: now ?? "" });
      j += 1;
    }
  }
  return merged(runs);
}

/** Words and the spaces between them. */
function split(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** How long the longest common part is from each place on. */
function common(one: readonly string[], other: readonly string[]): number[][] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    const row = lengths[i];
    const next = lengths[i + 1];
    if (row === undefined || next === undefined) continue;
    for (let j = other.length - 1; j >= 0; j -= 1) {
      row[j] = one[i] === other[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function merged(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.kind === run.kind) joined[joined.length - 1] = { kind: run.kind, text: last.text + run.text };
    else if (run.text !== "") joined.push(run);
  }
  return joined;
}
