/** Compares two texts word by word. */
import { diffWordsWithSpace } from "diff";

/** Successive words that both texts have, or only one of them has. */
export interface TextPart {
  kind: "same" | "removed" | "added";
  text: string;
}

/** The most differing words to search for. The limit bounds the time. Texts that differ more are shown whole. */
const MAX_EDITS = 400;

export function wordDiff(before: string, after: string): TextPart[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS });
  if (changes === undefined) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}
