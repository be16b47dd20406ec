import { describe, expect, it } from "vitest";
import { aSession, aTurn, utterance } from "../../testing/sessions";
import { Lines, lineSpoken, spokenUntil, unheardOf } from "./lines";

const turns = [aTurn("1", { response: "Hello! How can I help you today?" }), aTurn("2")];
const conversation = [
  utterance("1", "assistant", "Hello! How can", { interrupted: true }),
  utterance("2", "user", "Stop."),
  utterance("2", "assistant", "Yes, please?"),
];

describe("Lines", () => {
  it("has each line's turn and unheard text", () => {
    const lines = new Lines().of(aSession({ turns, conversation }));
    expect(lines.map(({ key, number, unheard }) => [key, number, unheard])).toEqual([
      ["1:0", 1, "I help you today?"],
      ["2:0", 2, ""],
      ["2:1", 2, ""],
    ]);
  });

  it("keeps an unchanged line's object, and replaces a cut line's", () => {
    const maker = new Lines();
    const before = maker.of(aSession({ turns, conversation }));
    const cut = utterance("2", "assistant", "Yes", { interrupted: true });
    const after = maker.of(aSession({ turns, conversation: [...conversation.slice(0, 2), cut] }));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
  });

  it("accepts a line whose turn is unknown", () => {
    expect(new Lines().of(aSession({ conversation: [utterance("x", "user", "?")] }))[0]).toMatchObject({
      turn: undefined,
      number: 0,
    });
  });
});

describe("unheardOf", () => {
  it("returns the text after what was heard", () => {
    expect(unheardOf("Hello", "Hello there.", "")).toBe("there.");
    expect(unheardOf("Sorry.", "Sorry. Anything else?", "")).toBe("Anything else?");
    expect(unheardOf("Second", "First. Second half.", "First.")).toBe("half.");
    expect(unheardOf("Hello…", "Hello there.", "")).toBe("there.");
    expect(unheardOf("", "Hello there.", "")).toBe("Hello there.");
    expect(unheardOf("Something else", "Hello there.", "")).toBe("");
  });
});

describe("lineSpoken", () => {
  const lines = new Lines().of(aSession({ turns, conversation }));
  it("finds the line by its turn, or by its text", () => {
    expect(lineSpoken(lines, { turnId: "2", text: "Yes" })?.key).toBe("2:1");
    expect(lineSpoken(lines, { turnId: null, text: "yes please" })?.key).toBe("2:1");
    expect(lineSpoken(lines, { turnId: "3", text: "Yes" })).toBeNull();
    expect(lineSpoken(lines, { turnId: null, text: "" })).toBeNull();
    expect(lineSpoken(lines, null)).toBeNull();
  });
});

describe("spokenUntil", () => {
  it("counts letters and digits only", () => {
    expect("Yes, please?".slice(0, spokenUntil("Yes, please?", "yes"))).toBe("Yes, ");
    expect(spokenUntil("Yes, please?", "Yes, please")).toBe(12);
    expect(spokenUntil("Yes", "")).toBe(0);
  });
});
