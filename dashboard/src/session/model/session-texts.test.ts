import { describe, expect, it } from "vitest";
import { durationText } from "./clock";
import { aFlow, aSession, aTurn } from "../../testing/sessions";
import { actionText, endText, noInputText } from "./session-texts";

describe("clock", () => {
  it("formats durations", () => {
    expect(durationText("2026-11-23T10:00:00Z", "2026-11-23T10:03:20.4Z")).toBe("3 min 20 s");
    expect(durationText("2026-11-23T10:00:00Z", "2026-11-23T09:00:00Z")).toBe("0 s");
    expect(durationText("2026-11-23T10:00:00Z", "2026-11-23T11:05:00Z")).toBe("1 h 5 min");
  });
});

describe("session texts", () => {
  it("describe the next action", () => {
    expect(actionText({ type: "listen", noInputSeconds: 8, interruptible: true })).toBe(
      "Listens, for up to 8 s of silence.",
    );
    expect(actionText({ type: "transfer", to: "+1555", mode: "cold" })).toBe("Transfers the caller to +1555.");
  });
  it("describe why a turn without input began", () => {
    expect(noInputText(undefined)).toBe("The call began.");
    expect(noInputText(aTurn("1", { action: { type: "continue" } }))).toBe("The flow continued without input.");
  });
  it("describe how the session ended", () => {
    expect(endText(aSession({ status: "waiting" }), aFlow)).toBeNull();
    expect(endText(aSession({ status: "completed", currentNodeId: "bye", outcome: "booked" }), aFlow)).toBe(
      "The flow ended at “bye”, with the outcome “booked”.",
    );
    const transferred = aSession({
      status: "transferred",
      turns: [aTurn("1", { action: { type: "transfer", to: "+1555", mode: "cold" } })],
    });
    expect(endText(transferred, undefined)).toBe("The caller was transferred to +1555.");
    expect(endText(aSession({ status: "abandoned" }), aFlow)).toMatch(/No caller joined/);
  });
});
