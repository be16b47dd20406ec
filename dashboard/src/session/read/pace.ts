/** How often an open page reads a session. The API's throttles in template.yaml are set for this pace. */
import type { ApiFailure } from "../../api/failure";

/** Milliseconds. Intervals run from the start of one request to the start of the next one. */
export const PACE = {
  /** The interval after a change, for `liveFor`: changes often come in groups. */
  live: 150,
  liveFor: 3_000,
  /** The interval after that. It is also the interval if refresh() is called for each turn. */
  waiting: 1_000,
  /** The interval after `idleAfter` without a change. */
  idle: 2_000,
  idleAfter: 60_000,
  /** The interval after `restingAfter` without a change. */
  resting: 5_000,
  restingAfter: 600_000,
  /** The interval while the page is hidden. A page that becomes visible reads at once. */
  hidden: 10_000,
  /** The delay of the last read after a session's end: the end may bring late changes. */
  ended: 1_000,
  /** The first retry delay while the API is away. It doubles from try to try, up to `maxRetry`. */
  firstRetry: 250,
  maxRetry: 3_000,
  /** For so long after a 429 the interval is at least `idle`. */
  throttledFor: 30_000,
  /** The longest wait that the header Retry-After can ask for. */
  maxRetryAfter: 60_000,
  /** Pages that got a 429 at the same time retry within this time, not at the same moment. */
  spread: 500,
  /** The time limit of a request. */
  timeout: 10_000,
};

/** The status of a response that a throttle or an organization's limit refused. */
const TOO_MANY = 429;
/** 429 responses in a row after which the page says that it cannot read. One is no news: the next read follows soon. */
const MAX_SILENT = 3;

/** The state of a page that decides how often it reads. */
export interface Reader {
  hidden: boolean;
  /** Whether refresh() is called for each turn. */
  notified: boolean;
  /** Milliseconds since the session changed. */
  unchangedFor: number;
  /** Milliseconds since the last 429; Infinity without one. */
  throttledAgo: number;
}

export function intervalOf(reader: Reader): number {
  if (reader.hidden) return PACE.hidden;
  if (reader.unchangedFor > PACE.restingAfter) return PACE.resting;
  if (reader.unchangedFor > PACE.idleAfter || reader.throttledAgo < PACE.throttledFor) return PACE.idle;
  return !reader.notified && reader.unchangedFor < PACE.liveFor ? PACE.live : PACE.waiting;
}

export function isThrottled(failure: ApiFailure): boolean {
  return failure.status === TOO_MANY;
}

/** Whether the page goes on without a message after the failure of its `tries`-th try. */
export function isSilent(failure: ApiFailure, tries: number): boolean {
  return isThrottled(failure) && tries <= MAX_SILENT;
}

/** The wait before the next try. `random` is 0 to 1. */
export function retryDelay(failure: ApiFailure, tries: number, random = Math.random()): number {
  const growing = Math.min(PACE.firstRetry * 2 ** (tries - 1), PACE.maxRetry);
  const asked = Math.min((failure.retryAfter ?? 0) * 1_000, PACE.maxRetryAfter);
  return Math.max(growing, asked) + (isThrottled(failure) ? random * PACE.spread : 0);
}
