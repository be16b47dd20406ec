import { describe, expect, it } from "vitest";
import { savedSession } from "../../testing/saved-session";
import { elapsed, overWords } from "./words";
import { meant, versionsOf } from "../presets/versions";
import { isExpired } from "../model/prepared";

describe("words", () => {
  it("tells time in minutes, and in hours once there are some", () => {
    expect(elapsed(0, 59_999)).toBe("0:59");
    expect(elapsed(0, 61_000)).toBe("1:01");
    expect(elapsed(0, 3_661_000)).toBe("1:01:01");
    expect(elapsed(10, 0)).toBe("0:00");
  });

  it("tells how a call ended by what is saved of it", () => {
    const done = { ...savedSession([], "completed"), outcome: "solved" };
    expect(overWords("The call is over.", done)).toBe("The flow ended the call: solved.");
    expect(overWords("The call is over.", savedSession([], "transferred"))).toContain("handed");
    expect(overWords("You ended the call.", savedSession([]))).toBe("You ended the call.");
    expect(overWords(null, done)).toBeNull();
  });

  it("means the draft where it differs from what is published", () => {
    expect(meant({ draftRevision: 3, publishedRevision: 2, latestVersion: 1 })).toBe("draft");
    expect(meant({ draftRevision: 2, publishedRevision: 2, latestVersion: 1 })).toBe("latest");
    expect(meant({ draftRevision: 1, publishedRevision: null, latestVersion: null })).toBe("draft");
    expect(
      versionsOf({ draftRevision: 3, publishedRevision: 2, latestVersion: 3 }).map((each) => each.version),
    ).toEqual(["draft", "latest", 2, 1]);
  });

  it("knows a token whose time is over, and leaves a strange one to the server", () => {
    const token = (exp: number) => `h.${btoa(JSON.stringify({ exp }))}.s`;
    expect(isExpired(token(10), 11_000)).toBe(true);
    expect(isExpired(token(10), 9_000)).toBe(false);
    expect(isExpired("strange", 9_000)).toBe(false);
  });
});
