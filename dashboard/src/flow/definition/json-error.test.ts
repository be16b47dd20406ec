import { describe, expect, it } from "vitest";
import { jsonError } from "./json-error";

describe("jsonError", () => {
  it.each(["1", '"x"', "null", '{"a": [1, -2.5e3, {"b": true}], "c": "\\u00e9\\n"}', " [] "])(
    "is null for %s",
    (text) => {
      expect(jsonError(text)).toBeNull();
    },
  );
  it.each([
    ['{\n  "a": }', "line 2, column 8", /value/],
    ['{"a": 1', "line 1, column 8", /ends before/],
    ["{'a': 1}", "line 1, column 2", /double quotes/],
    ['{"a": 1,}', "line 1, column 9", /name/],
    ['{"a" 1}', "line 1, column 6", /colon/],
    ['{"a": 1 "b": 2}', "line 1, column 9", /comma/],
    ["[1 2]", "line 1, column 4", /comma/],
    ['["a\nb"]', "line 1, column 2", /text/],
    ["{} {}", "line 1, column 4", /after the end/],
    ["True", "line 1, column 1", /value/],
    ["01", "line 1, column 2", /after the end/],
    ["[1.]", "line 1, column 2", /number/],
    ["// no\n1", "line 1, column 1", /comments/],
    ["[".repeat(100_000) + "!", "line 1", /too deep/],
    ["", "line 1, column 1", /ends before/],
  ])("names the place and the reason: %s", (text, where, why) => {
    expect(jsonError(text)).toContain(where);
    expect(jsonError(text)).toMatch(why);
  });
});
