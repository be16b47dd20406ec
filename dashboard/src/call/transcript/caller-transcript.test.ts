import { describe, expect, it } from "vitest";
import { CallerTranscript } from "./caller-transcript";

const texts = (transcript: CallerTranscript) => transcript.unsaved.map((line) => line.text);

describe("CallerTranscript", () => {
  it("replaces an interim transcript with the next one and with the final one", () => {
    const transcript = new CallerTranscript();
    transcript.update("a", "my comp", false);
    transcript.update("a", "my computer won't", false);
    expect(transcript.partial).toBe("my computer won't");
    transcript.update("a", "My computer won't start.", true);
    expect(transcript.partial).toBe("");
    expect(texts(transcript)).toEqual(["My computer won't start."]);
  });

  it("removes an interim transcript whose final one is empty", () => {
    const transcript = new CallerTranscript();
    transcript.update("a", "uh", false);
    transcript.update("a", "", true);
    expect(transcript.partial).toBe("");
    expect(transcript.unsaved).toEqual([]);
  });

  it("settles two segments by one saved input", () => {
    const transcript = new CallerTranscript();
    transcript.update("a", "My computer", true);
    transcript.update("b", "won't  start.", true);
    transcript.settle(["my computer won't start."]);
    expect(transcript.unsaved).toEqual([]);
  });

  it("keeps an unsaved line that repeats a saved one", () => {
    const transcript = new CallerTranscript();
    transcript.add("1", "yes");
    transcript.settle(["yes"]);
    transcript.add("2", "yes");
    transcript.settle(["yes"]);
    expect(texts(transcript)).toEqual(["yes"]);
    transcript.settle(["yes", "yes"]);
    expect(transcript.unsaved).toEqual([]);
  });

  it("settles noise with the input after it", () => {
    const transcript = new CallerTranscript();
    transcript.update("a", "hmm", true);
    transcript.update("b", "no thanks", true);
    transcript.add("c", "another");
    transcript.settle(["No thanks"]);
    expect(texts(transcript)).toEqual(["another"]);
  });

  it("collects keys in one line", () => {
    const transcript = new CallerTranscript();
    transcript.addKeys("k", "1");
    transcript.addKeys("k", "#");
    expect(texts(transcript)).toEqual(["1#"]);
  });
});
