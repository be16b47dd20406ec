import { describe, expect, it, vi } from "vitest";
import type { SessionSummary } from "../api/types";
import { firstFilled, newestFirst, type Page } from "./readSessions";

const session = (sessionId: string, createdAt: string): SessionSummary => ({
  sessionId,
  createdAt,
  flowId: "f",
  flowVersion: 1,
  status: "completed",
  roomName: "r",
});

describe("firstFilled", () => {
  it("skips empty pages", async () => {
    const pages: Page[] = [
      { sessions: [], cursor: "a" },
      { sessions: [], cursor: "b" },
      { sessions: [session("1", "2026")], cursor: "c" },
    ];
    const read = vi.fn((cursor: string | null) =>
      Promise.resolve(pages[cursor === null ? 0 : cursor === "a" ? 1 : 2] ?? { sessions: [], cursor: null }),
    );
    await expect(firstFilled(read, null)).resolves.toEqual(pages[2]);
    expect(read.mock.calls).toEqual([[null], ["a"], ["b"]]);
  });

  it("stops after a limited number of pages", async () => {
    const read = vi.fn(() => Promise.resolve({ sessions: [], cursor: "again" }));
    await expect(firstFilled(read, null)).resolves.toEqual({ sessions: [], cursor: "again" });
    expect(read.mock.calls.length).toBeLessThan(20);
  });
});

describe("newestFirst", () => {
  it("sorts the sessions of several flows", () => {
    const sorted = newestFirst([session("1", "2026-01-01"), session("2", "2026-03-01"), session("3", "2026-02-01")]);
    expect(sorted.map(({ sessionId }) => sessionId)).toEqual(["2", "3", "1"]);
  });
});
