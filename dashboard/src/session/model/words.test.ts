import { describe, expect, it } from "vitest";
import { lasting } from "./clock";
import { aFlow, aSession, aTurn } from "../../testing/sessions";
import { actionInWords, endInWords, silenceInWords } from "./words";

describe("clock", () => {
  it("tells how long", () => {
    expect(lasting("2026-11-23T10:00:00Z", "2026-11-23T10:03:20.4Z")).toBe("3 min 20 s");
    expect(lasting("2026-11-23T10:00:00Z", "2026-11-23T09:00:00Z")).toBe("0 s");
    expect(lasting("2026-11-23T10:00:00Z", "2026-11-23T11:05:00Z")).toBe("1 h 5 min");
  });
});

describe("words", () => {
  it("say what comes next", () => {
    expect(actionInWords({ type: "listen", noInputSeconds: 8, interruptible: true })).toBe(
      "Listens, for up to 8 s of silence.",
    );
    expect(actionInWords({ type: "transfer", to: "+1555", mode: "cold" })).toBe("Transfers the caller to +1555.");
  });
  it("say what brought a silent turn about", () => {
    expect(silenceInWords(undefined)).toBe("The call began.");
    expect(silenceInWords(aTurn("1", { action: { type: "continue" } }))).toBe("The flow went on by itself.");
  });
  it("say how it ended", () => {
    expect(endInWords(aSession({ status: "waiting" }), aFlow)).toBeNull();
    expect(endInWords(aSession({ status: "completed", currentNodeId: "bye", outcome: "booked" }), aFlow)).toBe(
      "The flow came to its end at “bye”, with the outcome “booked”.",
    );
    const transferred = aSession({
      status: "transferred",
      turns: [aTurn("1", { action: { type: "transfer", to: "+1555", mode: "cold" } })],
    });
    expect(endInWords(transferred, undefined)).toBe("The caller was transferred to +1555.");
    expect(endInWords(aSession({ status: "abandoned" }), aFlow)).toMatch(/Nobody came/);
  });
});
