import { describe, expect, it } from "vitest";
import { node } from "../../testing/made-flows";
import { digestOf, titleOf } from "./node-title";

describe("title", () => {
  it("is the label, or the id without a label", () => {
    expect(titleOf(node("q-1", "elicitation", { label: "Which\n kind?" }))).toBe("Which kind?");
    expect(titleOf(node("q-1", "elicitation", { label: null }))).toBe("q-1");
  });
});

describe("digest", () => {
  it.each([
    ["start", { message: "Hello" }, "Hello"],
    ["start", {}, "Says nothing"],
    ["elicitation", { prompt: "Your  order\nnumber?" }, "Your order number?"],
    [
      "form",
      { prompt: "How can I help?", slots: [{ variable: "day" }, { label: "Guests", variable: "people" }] },
      "day, Guests",
    ],
    ["message", { message: "Noted." }, "Noted."],
    ["form", { prompt: "How can I help?" }, "How can I help?"],
    ["form", {}, "No slots yet"],
    ["llm", { instructions: "Be kind." }, "Be kind."],
    ["decision", { conditions: [{}, {}] }, "2 conditions"],
    ["decision", { conditions: [{}] }, "1 condition"],
    [
      "tool",
      { request: { method: "POST", url: "https://user:pass@api.example.com/a/{{ id }}?token=x" } },
      "POST api.example.com/a/{{ id }}",
    ],
    ["tool", { request: { url: "{{ base }}/x@y" } }, "GET {{ base }}/x@y"],
    ["tool", {}, "No URL yet"],
    ["transfer", { to: "+15550123" }, "to +15550123"],
    ["end", { message: 7 }, "Says nothing"],
  ] as const)("%s %j", (type, data, digest) => {
    expect(digestOf(node("n", type, data))).toBe(digest);
  });

  it("is cut if the data is huge", () => {
    expect(digestOf(node("n", "start", { message: "word ".repeat(100_000) })).length).toBeLessThanOrEqual(120);
  });
});
