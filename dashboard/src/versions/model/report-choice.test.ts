import { expect, it } from "vitest";
import { choiceIn, firstDay, namesIn, queryOf } from "./report-choice";

const ANY = { channel: null, version: null, agent: null, number: null };

it("reads the choice of the address, and nothing that the page does not offer", () => {
  expect(choiceIn(new URLSearchParams(""))).toEqual({ days: 30, ...ANY });
  expect(choiceIn(new URLSearchParams("days=7&channel=phone&version=3&agent=ann&number=%2B15550100"))).toEqual({
    days: 7,
    channel: "phone",
    version: "3",
    agent: "ann",
    number: "+15550100",
  });
  expect(choiceIn(new URLSearchParams("days=8&channel=fax&version=0"))).toEqual({ days: 30, ...ANY });
});

it("counts today as one of the days, in the time zone of the organization", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  expect(firstDay(1, now, "UTC")).toBe("2026-03-01");
  expect(firstDay(7, now, "UTC")).toBe("2026-02-23");
  expect(firstDay(1, now, "Pacific/Kiritimati")).toBe("2026-03-02");
  expect(firstDay(1, new Date("2026-03-01T02:00:00Z"), "America/New_York")).toBe("2026-02-28");
});

it("asks for what was chosen and leaves out the rest", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  expect(queryOf({ days: 1, ...ANY }, now, "UTC")).toEqual({ from: "2026-03-01" });
  expect(queryOf({ days: 1, channel: "chat", version: "draft", agent: "a", number: "+1555" }, now, "UTC")).toEqual({
    from: "2026-03-01",
    channel: "chat",
    version: "draft",
    agentId: "a",
    calledNumber: "+1555",
  });
});

it("offers the names of both reports once", () => {
  expect(namesIn({ b: 1, a: 2 }, { b: 3, c: 4 }, undefined)).toEqual(["a", "b", "c"]);
});
