import { describe, expect, it } from "vitest";
import { gives, givenBy, mainVersion, rolledOut, sharesOf, takenBack } from "./shares";

const split = (...shares: [number, number][]) => ({
  split: shares.map(([version, percent]) => ({ version, percent })),
});

describe("the versions of an agent", () => {
  it("reads a version, the latest one and a split, without shares of nothing", () => {
    expect(sharesOf("latest", 4)).toEqual([{ version: 4, percent: 100 }]);
    expect(sharesOf("latest", null)).toEqual([]);
    expect(sharesOf(2, 4)).toEqual([{ version: 2, percent: 100 }]);
    expect(sharesOf(split([3, 100], [4, 0]), 4)).toEqual([{ version: 3, percent: 100 }]);
    expect(gives("latest", 4, 4)).toBe(true);
    expect(gives(split([3, 100], [4, 0]), 4, 4)).toBe(false);
  });

  it("gives a part of the calls to a version and the rest to another", () => {
    expect(rolledOut(4, 10, 3)).toEqual(split([3, 90], [4, 10]));
    expect(rolledOut(4, 100, 3)).toBe(4);
    expect(rolledOut(4, 0, 3)).toBe(3);
    expect(rolledOut(4, 50, 4)).toBe(4);
    expect(givenBy([{ version: 1, percent: 100 }])).toBe(1);
  });

  it("takes a version back to the others, else to the one before", () => {
    expect(takenBack(split([3, 90], [4, 10]), 4, 4)).toBe(3);
    expect(takenBack(split([2, 30], [3, 60], [4, 10]), 4, 4)).toEqual(
      split([2, (30 * 100) / 90], [3, (60 * 100) / 90]),
    );
    expect(takenBack("latest", 4, 4)).toBe(3);
    expect(takenBack(4, 4, 5)).toBe(3);
    expect(takenBack(3, 4, 5)).toBeNull();
    expect(takenBack(1, 1, 1)).toBeNull();
  });

  it("names the version of most calls", () => {
    expect(mainVersion(split([3, 90], [4, 10]), 4)).toBe(3);
    expect(mainVersion(split([3, 90], [4, 10]), 4, 3)).toBe(4);
    expect(mainVersion("latest", 4, 4)).toBeNull();
  });
});
