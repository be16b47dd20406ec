import { describe, expect, it } from "vitest";
import { textOfValue, valueOf } from "./given";

describe("a value that is typed for a test call", () => {
  it("is text for a variable that is declared as text", () => {
    expect(valueOf("1001", "string")).toBe("1001");
    expect(valueOf("", "string")).toBe("");
  });

  it("is JSON where it can be, otherwise text", () => {
    expect(valueOf("1001", "integer")).toBe(1001);
    expect(valueOf('["a"]', undefined)).toEqual(["a"]);
    expect(valueOf("A-1", undefined)).toBe("A-1");
    expect(valueOf(" ", "any")).toBeNull();
  });

  it("shows a default as it would be typed", () => {
    expect([null, "text", 5, { a: 1 }].map(textOfValue)).toEqual(["", "text", "5", '{"a":1}']);
  });
});
