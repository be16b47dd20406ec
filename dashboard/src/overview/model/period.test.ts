import { expect, it } from "vitest";
import { dateIn, daysBefore, weeksOf } from "./period";

const EVENING = Date.parse("2026-11-30T23:30:00Z");

it("counts the days in the organization's zone", () => {
  expect(weeksOf("UTC", EVENING).today).toBe("2026-11-30");
  expect(weeksOf("Europe/Berlin", EVENING).today).toBe("2026-12-01");
  expect(weeksOf("America/Los_Angeles", EVENING).days).toEqual(
    ["24", "25", "26", "27", "28", "29", "30"].map((day) => `2026-11-${day}`),
  );
});

it("compares with a time of the same length a week ago", () => {
  const { current, before } = weeksOf("Europe/Berlin", EVENING);
  expect(current).toEqual({ from: "2026-11-25" });
  expect(before).toEqual({ from: "2026-11-18", to: "2026-11-23T23:30:00.000Z" });
});

it("reads a zone that the browser does not know as UTC", () => {
  expect(dateIn("Mars/Olympus", EVENING)).toBe("2026-11-30");
});

it("goes back over the ends of months and years", () => {
  expect(daysBefore("2028-03-01", 1)).toBe("2028-02-29");
  expect(daysBefore("2027-01-03", 7)).toBe("2026-12-27");
});
