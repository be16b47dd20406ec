import { expect, it } from "vitest";
import { sessionsToday } from "./SessionsToday";

it("counts the sessions since local midnight", () => {
  const now = new Date(2026, 4, 5, 12, 0);
  const at = (hour: number, day = 5) => new Date(2026, 4, day, hour).toISOString();
  expect(sessionsToday([at(11), at(0), at(23, 4)], false, now)).toBe("2");
  expect(sessionsToday([at(11), at(0)], true, now)).toBe("2+");
  expect(sessionsToday([at(11), at(23, 4)], true, now)).toBe("1");
  expect(sessionsToday([], false, now)).toBe("0");
});
