import { describe, expect, it } from "vitest";
import { wordDiff } from "./word-diff";

describe("wordDiff", () => {
  it("marks the words that changed", () => {
    expect(wordDiff("Hello dear caller", "Hello kind caller")).toEqual([
      { kind: "same", text: "Hello " },
      { kind: "removed", text: "dear" },
      { kind: "added", text: "kind" },
      { kind: "same", text: " caller" },
    ]);
  });
  it("contains both texts in full", () => {
    const [before, after] = ["a b  c\nd.", "b c, d!"];
    const runs = wordDiff(before, after);
    expect(
      runs
        .filter(({ kind }) => kind !== "added")
        .map(({ text }) => text)
        .join(""),
    ).toBe(before);
    expect(
      runs
        .filter(({ kind }) => kind !== "removed")
        .map(({ text }) => text)
        .join(""),
    ).toBe(after);
  });
  it("shows texts with very many differences as wholes", () => {
    expect(wordDiff("a ".repeat(3_000), "b ".repeat(3_000))).toHaveLength(2);
  });
});
