import { expect, it } from "vitest";
import { choiceIn, firstDay } from "./report-choice";

it("reads the choice of the address, and nothing that the page does not offer", () => {
  expect(choiceIn(new URLSearchParams(""))).toEqual({ days: 30, channel: null });
  expect(choiceIn(new URLSearchParams("days=7&channel=phone"))).toEqual({ days: 7, channel: "phone" });
  expect(choiceIn(new URLSearchParams("days=8&channel=fax"))).toEqual({ days: 30, channel: null });
});

it("counts today as one of the days", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  expect(firstDay(1, now)).toBe("2026-03-01");
  expect(firstDay(7, now)).toBe("2026-02-23");
});
