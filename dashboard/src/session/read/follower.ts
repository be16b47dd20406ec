/** Polls a session while it changes, one request at a time. */
import { asFailure, away, type ApiFailure } from "../../api/failure";
import { ENDED, type Session } from "../../api/types";
import { Store } from "../../state/store";
import { texts } from "../../texts";
import { merge } from "./merge";
import { intervalOf, isSilent, isThrottled, PACE, retryDelay } from "./pace";
import type { Reading, ReadSession } from "./readSession";

type FollowPhase = "reading" | "following" | "over" | "away" | "missing" | "failed";

export interface Followed {
  session: Session | undefined;
  phase: FollowPhase;
  failure: ApiFailure | null;
}

export const UNREAD: Followed = { session: undefined, phase: "reading", failure: null };

/** The part of the document that shows whether the page is visible. */
interface Page {
  readonly visibilityState: string;
  addEventListener: (type: "visibilitychange", listener: () => void) => void;
  removeEventListener: (type: "visibilitychange", listener: () => void) => void;
}

export class SessionFollower {
  private readonly store = new Store<Followed>(UNREAD);
  private timer: ReturnType<typeof setTimeout> | null = null;
  private request: AbortController | null = null;
  private running = false;
  private live = false;
  private notified = false;
  /** Whether to read again right after the current request. */
  private again = false;
  /** Whether to read the whole session next: the last reading did not continue the known one. */
  private whole = false;
  private tag: string | null = null;
  private tries = 0;
  private begunAt = 0;
  private changedAt = 0;
  private throttledAt = -Infinity;
  private retryIn: number | null = null;
  /** The time before which a throttle asked to send nothing. */
  private notBefore = 0;
  private readAfterEnd = false;

  constructor(
    private readonly sessionId: string,
    private readonly read: ReadSession,
    private readonly page: Page = document,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  readonly get = (): Followed => this.store.get();

  /**
   * Starts, or changes the pace while running. It may also start again after stop().
   *
   * Args:
   *   live: Whether the session may change.
   *   notified: Whether refresh() is called for each turn.
   */
  start(live: boolean, notified = false): void {
    const begins = !this.running || (live && !this.live);
    this.live = live;
    this.notified = notified;
    if (!this.running) {
      this.running = true;
      this.page.addEventListener("visibilitychange", this.onVisibility);
    }
    if (begins) this.refresh();
  }

  stop(): void {
    this.running = false;
    this.again = false;
    this.page.removeEventListener("visibilitychange", this.onVisibility);
    this.wait(null);
    this.request?.abort();
    this.request = null;
  }

  /** Reads at once, right after the current request (which may have been too early), or when a throttle allows it. */
  readonly refresh = (): void => {
    if (!this.running) return;
    if (this.request !== null) this.again = true;
    else if (Date.now() >= this.notBefore) void this.send();
  };

  private readonly onVisibility = (): void => {
    if (this.page.visibilityState === "visible" && this.timer !== null) this.refresh();
  };

  private async send(): Promise<void> {
    this.wait(null);
    this.again = false;
    this.begunAt = Date.now();
    const request = new AbortController();
    this.request = request;
    const timeout = setTimeout(() => request.abort(), PACE.timeout);
    try {
      const before = this.get().session;
      const after = this.whole ? null : (before?.turns.at(-1)?.turnId ?? null);
      const tag = this.whole ? null : this.tag;
      const reading = await this.read(this.sessionId, { tag, after, signal: request.signal });
      if (this.request !== request) return;
      this.take(before, reading);
    } catch (thrown) {
      if (this.request !== request) return;
      this.fail(request.signal.aborted ? away() : asFailure(thrown));
    } finally {
      clearTimeout(timeout);
      if (this.request === request) {
        this.request = null;
        this.next();
      }
    }
  }

  private take(before: Session | undefined, reading: Reading): void {
    let session = before;
    if (!reading.same) {
      session = merge(before, reading.session);
      if (session === undefined && this.whole) throw new Error(texts.session.incomplete);
      this.whole = session === undefined;
      this.again ||= this.whole;
      this.changedAt = Date.now();
      // The rest of a partial answer is read at once, and without the tag: with it, the API would answer "not modified".
      const partial = session !== undefined && reading.session.more === true;
      this.again ||= partial;
      if (session !== undefined) this.tag = partial ? null : reading.tag;
    }
    this.tries = 0;
    this.retryIn = null;
    if (session !== undefined) this.report(session, before === undefined);
  }

  private report(session: Session, first: boolean): void {
    const ended = ENDED.has(session.status);
    const over = ended ? first || this.readAfterEnd : !this.live;
    this.readAfterEnd = ended;
    this.change({ session, phase: over ? "over" : "following", failure: null });
  }

  private fail(failure: ApiFailure): void {
    this.tries += 1;
    this.retryIn = failure.kind === "away" || failure.kind === "failed" ? retryDelay(failure, this.tries) : null;
    if (isThrottled(failure)) {
      this.throttledAt = Date.now();
      this.notBefore = this.throttledAt + (this.retryIn ?? 0);
    }
    if (isSilent(failure, this.tries)) return;
    const phase = failure.kind === "missing" ? "missing" : failure.kind === "away" ? "away" : "failed";
    // The session read before stays: it is still correct.
    this.change({ ...this.get(), phase, failure });
  }

  private next(): void {
    if (!this.running) return;
    const { phase, session } = this.get();
    // Before `again`: a page must not ask at once for what a throttle has just refused.
    if (this.retryIn !== null) {
      this.wait(this.retryIn);
      return;
    }
    if (this.again) return void this.send();
    if (phase === "following" && session !== undefined) {
      const pace = ENDED.has(session.status) ? PACE.ended : this.pace();
      this.wait(Math.max(0, this.begunAt + pace - Date.now()));
    }
  }

  private pace(): number {
    const now = Date.now();
    return intervalOf({
      hidden: this.page.visibilityState === "hidden",
      notified: this.notified,
      unchangedFor: now - this.changedAt,
      throttledAgo: now - this.throttledAt,
    });
  }

  private wait(millis: number | null): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = millis === null ? null : setTimeout(() => void this.send(), millis);
  }

  private change(followed: Followed): void {
    const { session, phase, failure } = this.get();
    if (followed.session === session && followed.phase === phase && followed.failure === failure) return;
    this.store.set(followed);
  }
}
