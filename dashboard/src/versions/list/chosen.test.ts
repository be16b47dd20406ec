import { expect, it } from "vitest";
import { chosenPair, toggle } from "./chosen";

it("keeps the last two that were chosen", () => {
  expect(toggle([], 1)).toEqual([1]);
  expect(toggle([1, 2], 3)).toEqual([2, 3]);
  expect(toggle([1, 2], 1)).toEqual([2]);
});

it("orders them by age, with the draft as the newest", () => {
  expect(chosenPair([3])).toBeNull();
  expect(chosenPair([3, 1])).toEqual([1, 3]);
  expect(chosenPair(["draft", 12])).toEqual([12, "draft"]);
});
