import { expect, it } from "vitest";
import { numberIn } from "./number-in";

it.each([
  ["10", 10],
  [" 12,5 ", 12.5],
  ["100", 100],
  ["100.1", null],
  ["", null],
  ["-1", null],
  ["1e1", null],
  ["ten", null],
])("reads %s as %s percent", (text, number) => {
  expect(numberIn(text, 0, 100)).toBe(number);
});

it("reads whole numbers alone if it must", () => {
  expect(numberIn("12,5", 0, 100, true)).toBeNull();
  expect(numberIn("12", 0, 100, true)).toBe(12);
});
