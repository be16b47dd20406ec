/** The words in which two texts differ. */
import { diffWordsWithSpace } from "diff";

/** A stretch of words that both texts have, or only one of them. */
export interface Run {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Texts with more differences than this are shown as wholes. It bounds the time of the comparison. */
const MAX_EDITS = 400;

export function wordDiff(before: string, after: string): Run[] {
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
