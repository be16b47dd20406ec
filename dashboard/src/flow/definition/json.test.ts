import { describe, expect, it } from "vitest";
import { at, put, same, startsWith } from "./json";

describe("put", () => {
  it("returns a changed copy", () => {
    const before = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } };
    const after = put(before, ["a", 1, "b"], 5);
    expect(after).toEqual({ a: [{ b: 1 }, { b: 5 }], c: { d: 3 } });
    expect(before.a[1]).toEqual({ b: 2 });
    expect(at(after, ["c"])).toBe(before.c);
  });
  it("removes a field or a list entry with undefined", () => {
    expect(put({ a: 1, b: 2 }, ["a"], undefined)).toEqual({ b: 2 });
    expect(put({ a: [1, 2, 3] }, ["a", 1], undefined)).toEqual({ a: [1, 3] });
    expect(put({}, ["a", "b"], undefined)).toEqual({});
  });
  it("creates the objects on the path", () => {
    expect(put({}, ["a", "b"], 1)).toEqual({ a: { b: 1 } });
  });
  it("keeps the order of names", () => {
    expect(JSON.stringify(put({ z: 1, a: 2 }, ["z"], 3))).toBe('{"z":3,"a":2}');
  });
  it("treats __proto__ as an ordinary name", () => {
    const malicious: unknown = JSON.parse('{"__proto__": {"x": 1}, "a": 1}');
    expect(JSON.stringify(put(malicious, ["a"], 2))).toBe('{"__proto__":{"x":1},"a":2}');
    expect(at({}, ["__proto__"])).toBeUndefined();
  });
});

describe("same", () => {
  it("compares the order of names", () => {
    expect(same({ a: 1, b: 2 }, { a: 1, b: 2 })).toBe(true);
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
  });
});

it("knows the start of a path", () => {
  expect(startsWith(["a", 0, "b"], ["a", "0"])).toBe(true);
  expect(startsWith(["a"], ["a", 0])).toBe(false);
});
