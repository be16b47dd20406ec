import { beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "./client";
import { eraseCaller } from "./erasure";

const post = vi.spyOn(api, "POST");

beforeEach(() => {
  post.mockReset();
});

function answers(...pages: { erased: number; more: boolean }[]) {
  for (const data of pages) post.mockResolvedValueOnce({ data, response: new Response() });
}

describe("the erasure of a caller", () => {
  it("repeats the request until nothing is left, and adds", async () => {
    answers({ erased: 40, more: true }, { erased: 40, more: true }, { erased: 3, more: false });
    const seen: number[] = [];
    expect(await eraseCaller("+15550199", (sessions) => seen.push(sessions))).toBe(83);
    expect(seen).toEqual([40, 80, 83]);
    expect(post).toHaveBeenCalledTimes(3);
    expect(post).toHaveBeenCalledWith("/api/callers/erase", { body: { callerNumber: "+15550199" } });
  });

  it("sends one request if nothing is found", async () => {
    answers({ erased: 0, more: false });
    expect(await eraseCaller("+15550199", () => undefined)).toBe(0);
    expect(post).toHaveBeenCalledTimes(1);
  });
});
