import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure, away } from "../../api/failure";
import { aSession, aTurn } from "../../testing/sessions";
import { SessionFollower } from "./follower";
import { PACE } from "./pace";
import type { Known, Reading } from "./readSession";

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
let asked: { at: number; known: Known }[];
let answer: (known: Known) => Promise<Reading>;

function follower(live = true) {
  const made = new SessionFollower(
    "s1",
    (_, known) => {
      asked.push({ at: Date.now(), known });
      return answer(known);
    },
    page,
  );
  made.start(live);
  return made;
}

const whole = (turns: number, status: "waiting" | "completed" = "waiting", tag = `"${turns}${status}"`) =>
  Promise.resolve({
    same: false as const,
    tag,
    session: aSession({ status, turns: Array.from({ length: turns }, (_, i) => aTurn(`t${i}`)) }),
  });
const same = () => Promise.resolve({ same: true as const });
const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  asked = [];
  page.visibilityState = "visible";
  answer = (known) => (known.tag === null ? whole(1) : same());
});
afterEach(() => vi.useRealTimers());

describe("SessionFollower", () => {
  it("polls at its pace, with the tag and the last turn", async () => {
    const followed = follower();
    await pass(PACE.live * 5);
    expect(asked.map(({ at }) => at / PACE.live)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(asked[1]?.known).toMatchObject({ tag: '"1waiting"', after: "t0" });
    expect(followed.get().phase).toBe("following");
    followed.stop();
    await pass(1000);
    expect(asked).toHaveLength(6);
  });

  it("polls slower the longer nothing changes, and fast again after a change", async () => {
    const followed = follower();
    const waits = async (millis: number) => {
      const from = asked.length - 1;
      await pass(millis);
      return asked.slice(from + 1).map(({ at }, i) => at - (asked[from + i]?.at ?? 0));
    };
    await pass(PACE.liveFor + PACE.waiting);
    expect(new Set(await waits(20_000))).toEqual(new Set([PACE.waiting]));
    await pass(PACE.idleAfter);
    expect(new Set(await waits(60_000))).toEqual(new Set([PACE.idle]));
    await pass(PACE.restingAfter);
    expect(new Set(await waits(60_000))).toEqual(new Set([PACE.resting]));
    answer = (known) => (known.tag === '"2waiting"' ? same() : whole(2));
    followed.refresh();
    await pass(0);
    expect(new Set((await waits(PACE.live * 5)).slice(1))).toEqual(new Set([PACE.live]));
    followed.stop();
  });

  it("waits as long as a throttle asks, without a message, and asks slowly for a while", async () => {
    const followed = follower();
    await pass(0);
    const throttled = new ApiFailure("away", "Too many", "", [], null, 429, 2);
    answer = () => Promise.reject(throttled);
    await pass(PACE.live);
    const refused = asked.at(-1)?.at ?? 0;
    answer = () => whole(2);
    followed.refresh();
    page.dispatchEvent(new Event("visibilitychange"));
    await pass(1_999);
    expect(asked.at(-1)?.at).toBe(refused);
    expect(followed.get()).toMatchObject({ phase: "following", failure: null });
    await pass(PACE.spread + 1);
    expect(asked.at(-1)?.at).toBeGreaterThanOrEqual(refused + 2_000);
    expect(followed.get().session?.turns).toHaveLength(2);
    const since = asked.length;
    await pass(PACE.waiting * 2);
    expect(asked.length - since).toBeLessThanOrEqual(2);
    followed.stop();
  });

  it("says so if a throttle refuses it again and again", async () => {
    const followed = follower();
    await pass(0);
    answer = () => Promise.reject(new ApiFailure("away", "Too many", "", [], null, 429, 1));
    await pass(20_000);
    expect(followed.get().phase).toBe("away");
    followed.stop();
  });

  it("does not notify its listeners without a change", async () => {
    const followed = follower();
    const listener = vi.fn();
    followed.subscribe(listener);
    await pass(5000);
    expect(listener).toHaveBeenCalledTimes(1);
    followed.stop();
  });

  it("polls slowly if it is notified of each turn, and at once on refresh", async () => {
    const followed = follower();
    await pass(0);
    followed.start(true, true);
    await pass(PACE.waiting * 2);
    // The wait that had begun before, and two of the long ones but for it.
    expect(asked.map(({ at }) => at)).toEqual([0, PACE.live, PACE.live + PACE.waiting]);
    followed.refresh();
    expect(asked.at(-1)?.at).toBe(PACE.waiting * 2);
    followed.stop();
  });

  it("sends one request at a time, however slow it is", async () => {
    let done: (reading: Reading) => void = () => undefined;
    answer = () => new Promise((resolve) => (done = resolve));
    const followed = follower();
    await pass(3000);
    followed.refresh();
    followed.refresh();
    expect(asked).toHaveLength(1);
    done(await whole(1));
    await pass(0);
    expect(asked).toHaveLength(2);
    followed.stop();
  });

  it("merges a continuation, and reads the whole if it does not fit", async () => {
    const followed = follower();
    await pass(0);
    const continued = (after: string, id: string) =>
      Promise.resolve({ same: false as const, tag: `"${id}"`, session: aSession({ after, turns: [aTurn(id)] }) });
    answer = () => continued("t0", "t1");
    followed.refresh();
    await pass(0);
    expect(followed.get().session?.turns.map((turn) => turn.turnId)).toEqual(["t0", "t1"]);
    answer = (known) => (known.after === null ? whole(4) : continued("elsewhere", "t9"));
    followed.refresh();
    await pass(0);
    expect(asked.at(-1)?.known).toMatchObject({ tag: null, after: null });
    expect(followed.get().session?.turns.map((turn) => turn.turnId)).toEqual(["t0", "t1", "t2", "t3"]);
    followed.stop();
  });

  it.each(["waiting", "completed"] as const)(
    "reads on until it has all turns of a long session, %s",
    async (status) => {
      const parts = [["t0", "t1"], ["t2", "t3"], ["t4"]];
      answer = ({ after, tag }) => {
        const part = after === null ? 0 : parts.findIndex((turns) => turns.at(-1) === after) + 1;
        if (tag !== null) return same();
        const turns = (parts[part] ?? []).map((id) => aTurn(id));
        const more = part < parts.length - 1 ? { more: true as const } : {};
        const session = aSession({ status, turns, ...more, ...(after === null ? {} : { after }) });
        return Promise.resolve({ same: false, tag: '"1"', session });
      };
      const followed = follower(status === "waiting");
      await pass(0);
      expect(followed.get().session?.turns.map((turn) => turn.turnId)).toEqual(["t0", "t1", "t2", "t3", "t4"]);
      expect(followed.get().session).not.toHaveProperty("more");
      expect(asked.map(({ known }) => known.after)).toEqual([null, "t1", "t3"]);
      followed.stop();
    },
  );

  it("stops if the API sends only continuations", async () => {
    answer = () => Promise.resolve({ same: false, tag: null, session: aSession({ after: "x", turns: [] }) });
    const followed = follower();
    await pass(1000);
    expect(followed.get().phase).toBe("failed");
    expect(asked.length).toBeLessThan(8);
    followed.stop();
  });

  it("keeps the session while the API is away, retries with growing delays, and recovers", async () => {
    const followed = follower();
    await pass(0);
    answer = () => Promise.reject(away());
    await pass(20_000);
    expect(followed.get()).toMatchObject({ phase: "away", failure: { kind: "away" } });
    expect(followed.get().session?.turns).toHaveLength(1);
    const waits = asked.slice(1).map(({ at }, index, all) => at - (all[index - 1]?.at ?? at));
    expect(Math.max(...waits)).toBe(PACE.maxRetry);
    answer = () => whole(2);
    await pass(PACE.maxRetry);
    expect(followed.get()).toMatchObject({ phase: "following", failure: null });
    expect(followed.get().session?.turns).toHaveLength(2);
    followed.stop();
  });

  it("aborts a request that hangs", async () => {
    answer = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    const followed = follower();
    await pass(PACE.timeout);
    expect(followed.get().phase).toBe("away");
    followed.stop();
  });

  it("reports a missing session, and stops", async () => {
    answer = () => Promise.reject(new ApiFailure("missing", "session s1 is not here.", ""));
    const followed = follower();
    await pass(10_000);
    expect(followed.get().phase).toBe("missing");
    expect(asked).toHaveLength(1);
    followed.stop();
  });

  it("reads once more after the session's end, then stops; a refresh resumes it", async () => {
    const followed = follower();
    await pass(0);
    answer = (known) => (known.tag === '"2completed"' ? same() : whole(2, "completed"));
    await pass(PACE.live);
    expect(followed.get().phase).toBe("following");
    await pass(PACE.ended);
    expect(followed.get().phase).toBe("over");
    const before = asked.length;
    await pass(10_000);
    expect(asked).toHaveLength(before);
    // A transfer that failed: the caller came back.
    answer = () => whole(3);
    followed.refresh();
    await pass(PACE.live);
    expect(followed.get().phase).toBe("following");
    followed.stop();
  });

  it("polls slowly while the page is hidden, and at once when it is visible", async () => {
    const followed = follower();
    await pass(0);
    page.visibilityState = "hidden";
    await pass(PACE.live);
    const before = asked.length;
    await pass(PACE.hidden - 300);
    expect(asked).toHaveLength(before);
    page.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    expect(asked).toHaveLength(before + 1);
    followed.stop();
  });

  it("reads a past session once, and retries while the API is away", async () => {
    answer = () => Promise.reject(away());
    const followed = follower(false);
    await pass(300);
    answer = () => whole(1);
    await pass(10_000);
    expect(followed.get().phase).toBe("over");
    const before = asked.length;
    await pass(10_000);
    expect(asked).toHaveLength(before);
    followed.start(true);
    await pass(1000);
    expect(asked.length).toBeGreaterThan(before + 3);
    followed.stop();
  });

  it("starts again after it was stopped during a request", async () => {
    answer = () => new Promise(() => undefined);
    const followed = follower();
    followed.stop();
    answer = () => whole(1);
    followed.start(true);
    await pass(0);
    expect(followed.get().session?.turns).toHaveLength(1);
    followed.stop();
  });
});
