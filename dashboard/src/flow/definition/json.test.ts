import { describe, expect, it } from "vitest";
import { at, put, same, startsWith } from "./json";
import { jsonFault } from "./json-fault";

describe("put", () => {
  it("changes what a path leads to, and nothing in place", () => {
    const before = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } };
    const after = put(before, ["a", 1, "b"], 5);
    expect(after).toEqual({ a: [{ b: 1 }, { b: 5 }], c: { d: 3 } });
    expect(before.a[1]).toEqual({ b: 2 });
    expect(at(after, ["c"])).toBe(before.c);
  });
  it("takes away with undefined, an entry of a list too", () => {
    expect(put({ a: 1, b: 2 }, ["a"], undefined)).toEqual({ b: 2 });
    expect(put({ a: [1, 2, 3] }, ["a", 1], undefined)).toEqual({ a: [1, 3] });
    expect(put({}, ["a", "b"], undefined)).toEqual({});
  });
  it("makes the objects that lead there", () => {
    expect(put({}, ["a", "b"], 1)).toEqual({ a: { b: 1 } });
  });
  it("keeps the order of names", () => {
    expect(JSON.stringify(put({ z: 1, a: 2 }, ["z"], 3))).toBe('{"z":3,"a":2}');
  });
  it("takes a name like __proto__ for a name", () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"x": 1}, "a": 1}');
    expect(JSON.stringify(put(hostile, ["a"], 2))).toBe('{"__proto__":{"x":1},"a":2}');
    expect(at({}, ["__proto__"])).toBeUndefined();
  });
});

describe("same", () => {
  it("minds the order of names", () => {
    expect(same({ a: 1, b: 2 }, { a: 1, b: 2 })).toBe(true);
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
  });
});

it("knows what a path lies in", () => {
  expect(startsWith(["a", 0, "b"], ["a", "0"])).toBe(true);
  expect(startsWith(["a"], ["a", 0])).toBe(false);
});

describe("jsonFault", () => {
  it.each(["1", '"x"', "null", '{"a": [1, -2.5e3, {"b": true}], "c": "\\u00e9\\n"}', " [] "])(
    "finds none in %s",
    (text) => {
      expect(jsonFault(text)).toBeNull();
    },
  );
  it.each([
    ['{\n  "a": }', "line 2, column 8", /value/],
    ['{"a": 1', "line 1, column 8", /breaks off/],
    ["{'a': 1}", "line 1, column 2", /double quotes/],
    ['{"a": 1,}', "line 1, column 9", /name/],
    ['{"a" 1}', "line 1, column 6", /colon/],
    ['{"a": 1 "b": 2}', "line 1, column 9", /comma/],
    ["[1 2]", "line 1, column 4", /comma/],
    ['["a\nb"]', "line 1, column 2", /text/],
    ["{} {}", "line 1, column 4", /after its end/],
    ["True", "line 1, column 1", /value/],
  ])("says where and why: %s", (text, where, why) => {
    expect(jsonFault(text)).toContain(where);
    expect(jsonFault(text)).toMatch(why);
  });
});
