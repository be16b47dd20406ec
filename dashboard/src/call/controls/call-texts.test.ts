import { describe, expect, it } from "vitest";
import { savedSession } from "../../testing/saved-session";
import { texts } from "../../texts";
import { elapsed, endingText } from "./call-texts";

const { endings } = texts.call;

describe("elapsed", () => {
  it("shows minutes, and hours from the first one on", () => {
    expect(elapsed(0, 59_999)).toBe("0:59");
    expect(elapsed(0, 61_000)).toBe("1:01");
    expect(elapsed(0, 3_661_000)).toBe("1:01:01");
    expect(elapsed(10, 0)).toBe("0:00");
  });
});

describe("endingText", () => {
  it("uses the saved session's status", () => {
    const done = { ...savedSession([], "completed"), outcome: "solved" };
    expect(endingText({ by: "room" }, done)).toBe("The flow ended the call: solved.");
    expect(endingText({ by: "room" }, savedSession([], "transferred"))).toBe(endings.byTransfer);
    expect(endingText({ by: "room" }, savedSession([], "failed"))).toBe(endings.byFailure);
  });

  it("uses the page's own knowledge while the session is on", () => {
    expect(endingText({ by: "room" }, savedSession([]))).toBe(endings.byRoom);
    expect(endingText({ by: "transfer", to: "+15550123" }, undefined)).toContain("+15550123");
  });

  it("names the caller who ended the call, for each session status", () => {
    expect(endingText({ by: "caller" }, savedSession([], "completed"))).toBe("You ended the call.");
  });
});
