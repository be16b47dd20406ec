import { describe, expect, it, vi } from "vitest";
import type { FoundSession } from "../api/types";
import { firstFilled, type Page } from "./readSessions";

const session: FoundSession = {
  sessionId: "1",
  createdAt: "2026-01-01T00:00:00Z",
  flowId: "f",
  flowVersion: 1,
  status: "completed",
  roomName: "r",
  channel: "chat",
};

describe("firstFilled", () => {
  it("skips empty pages", async () => {
    const pages: Page[] = [
      { sessions: [], cursor: "a" },
      { sessions: [], cursor: "b" },
      { sessions: [session], cursor: "c" },
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
