// Onlookers of a call behind the throttles of template.yaml. The followers are the pages' own code.
// tests/infra/test_templates.py compares throttles.json with the template.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure } from "../../api/failure";
import { aSession, aTurn } from "../../testing/sessions";
import THROTTLES from "../../testing/throttles.json";
import { SessionFollower } from "./follower";
import { PACE } from "./pace";
import type { Known, Reading } from "./readSession";

/** API Gateway's throttle of one method: a token bucket that is full at first. */
class Throttle {
  private tokens: number;
  private at = Date.now();
  constructor(private readonly perSecond: number) {
    this.tokens = perSecond;
  }
  admits(): boolean {
    const now = Date.now();
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.at) / 1_000) * this.perSecond);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** A session with a turn every `turnMillis`, behind a throttle. Counts the requests and the refusals. */
class Call {
  requests = 0;
  refused = 0;
  constructor(
    private readonly throttle: Throttle,
    private readonly turnMillis: number,
  ) {}
  readonly read = (_: string, known: Known): Promise<Reading> => {
    this.requests += 1;
    if (!this.throttle.admits()) {
      this.refused += 1;
      return Promise.reject(new ApiFailure("away", "Too many requests", "", [], null, 429, 1));
    }
    const turns = 1 + Math.floor(Date.now() / this.turnMillis);
    if (known.tag === `"${turns}"`) return Promise.resolve({ same: true });
    const session = aSession({ turns: Array.from({ length: turns }, (_each, number) => aTurn(`t${number}`)) });
    return Promise.resolve({ same: false, tag: `"${turns}"`, session });
  };
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const ONLOOKERS = 10;
const MINUTES = 5 * 60_000;

async function lookOn(call: Call, onlookers: number): Promise<SessionFollower[]> {
  const followers = Array.from({ length: onlookers }, () => new SessionFollower("s1", call.read, page));
  for (const each of followers) each.start(true);
  await vi.advanceTimersByTimeAsync(MINUTES);
  for (const each of followers) each.stop();
  return followers;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => vi.useRealTimers());

describe("onlookers", () => {
  // Callers speak six to twelve turns a minute.
  it.each([5_000, 10_000])("are never throttled, at a turn every %d ms", async (turnMillis) => {
    const call = new Call(new Throttle(THROTTLES.SessionReadsPerSecond), turnMillis);
    await lookOn(call, ONLOOKERS);
    expect(call.refused).toBe(0);
    expect(call.requests).toBeGreaterThan(ONLOOKERS * 60);
  });

  it("were throttled at a steady 150 ms behind the throttle that every route shares", async () => {
    const steady = { ...PACE };
    PACE.liveFor = Infinity;
    try {
      const call = new Call(new Throttle(50), 10_000);
      await lookOn(call, ONLOOKERS);
      expect(call.refused).toBeGreaterThan(0);
    } finally {
      Object.assign(PACE, steady);
    }
  });

  it("that are too many share what the throttle admits, and all see the last turn", async () => {
    const call = new Call(new Throttle(20), 10_000);
    const followers = await lookOn(call, 30);
    expect(call.refused).toBeGreaterThan(0);
    // One request in two is refused at most: a refused page waits, and asks slowly from then on.
    expect(call.refused / call.requests).toBeLessThan(0.6);
    for (const each of followers) {
      expect(each.get().session?.turns.length).toBeGreaterThanOrEqual(MINUTES / 10_000 - 2);
    }
  });
});
