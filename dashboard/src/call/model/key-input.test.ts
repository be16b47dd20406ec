import { describe, expect, it } from "vitest";
import { NO_KEYS, withKey, type KeyRules } from "./key-input";

/** The inputs that keys become, and the keys of an input that has begun. One key a second. */
function pressed(keys: string, rules: KeyRules | null = null, seconds = 1) {
  const inputs: string[] = [];
  let state = NO_KEYS;
  keys.split("").forEach((key, index) => {
    const next = withKey(state, key, rules, index * seconds * 1_000);
    state = next.state;
    if (next.input !== null) inputs.push(next.input);
  });
  return [...inputs, state.keys];
}

describe("keys", () => {
  it("become an input at #", () => {
    expect(pressed("12#3")).toEqual(["12#", "3"]);
  });

  it("become an input at the length that the flow names, or at the end key", () => {
    expect(pressed("001234567", { length: 8 })).toEqual(["00123456", "7"]);
    expect(pressed("12#", { length: 8 })).toEqual(["12#", ""]);
    expect(pressed("12*3#", { end: "*" })).toEqual(["12*", "3#", ""]);
  });

  it("become an input at the most keys of the API", () => {
    expect(pressed("1".repeat(65))).toEqual(["1".repeat(64), "1"]);
  });

  it("do not begin another input with the end key that follows the last digit by habit", () => {
    expect(pressed("1234#", { length: 4 })).toEqual(["1234", ""]);
    expect(pressed("1234#", { length: 4 }, 3)).toEqual(["1234", "#", ""]);
    expect(pressed("12345#", { length: 4 })).toEqual(["1234", "5#", ""]);
  });
});
