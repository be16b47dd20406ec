import { describe, expect, it } from "vitest";
import { CallerWords } from "./caller-words";

const texts = (words: CallerWords) => words.unsaved.map((line) => line.text);

describe("the caller's words", () => {
  it("replaces a partial by the next and by the final one", () => {
    const words = new CallerWords();
    words.heard("a", "my comp", false);
    words.heard("a", "my computer won't", false);
    expect(words.partial).toBe("my computer won't");
    words.heard("a", "My computer won't start.", true);
    expect(words.partial).toBe("");
    expect(texts(words)).toEqual(["My computer won't start."]);
  });

  it("forgets a partial whose utterance was nothing", () => {
    const words = new CallerWords();
    words.heard("a", "uh", false);
    words.heard("a", "", true);
    expect(words.partial).toBe("");
    expect(words.unsaved).toEqual([]);
  });

  it("takes two utterances away once one input of both is saved", () => {
    const words = new CallerWords();
    words.heard("a", "My computer", true);
    words.heard("b", "won't  start.", true);
    words.settle(["my computer won't start."]);
    expect(words.unsaved).toEqual([]);
  });

  it("keeps what is not saved yet, and what comes again", () => {
    const words = new CallerWords();
    words.add("1", "yes");
    words.settle(["yes"]);
    words.add("2", "yes");
    words.settle(["yes"]);
    expect(texts(words)).toEqual(["yes"]);
    words.settle(["yes", "yes"]);
    expect(words.unsaved).toEqual([]);
  });

  it("takes noise away with the input that came after it", () => {
    const words = new CallerWords();
    words.heard("a", "hmm", true);
    words.heard("b", "no thanks", true);
    words.add("c", "another");
    words.settle(["No thanks"]);
    expect(texts(words)).toEqual(["another"]);
  });

  it("gathers keys in one line", () => {
    const words = new CallerWords();
    words.pressed("k", "1");
    words.pressed("k", "#");
    expect(texts(words)).toEqual(["1#"]);
  });
});
