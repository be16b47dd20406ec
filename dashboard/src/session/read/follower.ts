/** Reads a session again and again while it changes, one request at a time, and tells whoever listens. */
import { asFailure, away, type ApiFailure } from "../../api/failure";
import { ENDED, type Session } from "../../api/types";
import { merge } from "./merge";
import type { Reading, ReadSession } from "./readSession";

type FollowPhase = "reading" | "following" | "over" | "away" | "missing" | "failed";

export interface Followed {
  session: Session | undefined;
  phase: FollowPhase;
  failure: ApiFailure | null;
}

export const UNREAD: Followed = { session: undefined, phase: "reading", failure: null };

/** Milliseconds from one request's beginning to the next one's. */
export const PACE = {
  /** With what the answer takes and the drawing, a turn shows within 300 of its being saved. */
  live: 150,
  /** Somebody calls refresh() when there is something new: this is for what they do not hear of. */
  told: 1_000,
  /** Nobody looks. */
  hidden: 2_000,
  /** Nothing has come for `quietAfter`. */
  quiet: 2_000,
  quietAfter: 600_000,
  /** A session that has ended is read once more, for what its end brought along. */
  last: 1_000,
  /** The first wait, doubled from try to try, and the longest, where the API is away. */
  away: 250,
  longest: 3_000,
  /** A request that takes longer is given up. */
  answer: 10_000,
};

/** The document, as far as it tells whether anybody looks. */
interface Page {
  readonly visibilityState: string;
  addEventListener: (type: "visibilitychange", listener: () => void) => void;
  removeEventListener: (type: "visibilitychange", listener: () => void) => void;
}

export class SessionFollower {
  private state: Followed = UNREAD;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private request: AbortController | null = null;
  private running = false;
  private live = false;
  private told = false;
  private again = false;
  /** What came did not fit what was read before: the whole is read next. */
  private whole = false;
  private tag: string | null = null;
  private tries = 0;
  private begunAt = 0;
  private changedAt = 0;
  private readLast = false;

  constructor(
    private readonly sessionId: string,
    private readonly read: ReadSession,
    private readonly page: Page = document,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Followed => this.state;

  /** May be called again with other words, and after stop(). `told`: whether refresh() comes with each turn. */
  start(live: boolean, told = false): void {
    const begins = !this.running || (live && !this.live);
    this.live = live;
    this.told = told;
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

  /** Ask at once; or right after the request that is under way, which may have been too early. */
  readonly refresh = (): void => {
    if (!this.running) return;
    if (this.request !== null) this.again = true;
    else void this.ask();
  };

  private readonly onVisibility = (): void => {
    if (this.page.visibilityState === "visible" && this.timer !== null) this.refresh();
  };

  private async ask(): Promise<void> {
    this.wait(null);
    this.again = false;
    this.begunAt = Date.now();
    const request = new AbortController();
    this.request = request;
    const late = setTimeout(() => request.abort(), PACE.answer);
    try {
      const before = this.state.session;
      const after = this.whole ? null : (before?.turns.at(-1)?.turnId ?? null);
      const tag = this.whole ? null : this.tag;
      const reading = await this.read(this.sessionId, { tag, after, signal: request.signal });
      if (this.request !== request) return;
      this.take(before, reading);
    } catch (thrown) {
      if (this.request !== request) return;
      this.fail(request.signal.aborted ? away() : asFailure(thrown));
    } finally {
      clearTimeout(late);
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
      if (session === undefined && this.whole) throw new Error("The API told the end of a session, and not the whole.");
      this.whole = session === undefined;
      this.again ||= this.whole;
      this.changedAt = Date.now();
      // What did not fit into this answer is asked for at once. With the tag, nothing would be new.
      const more = session !== undefined && reading.session.more === true;
      this.again ||= more;
      if (session !== undefined) this.tag = more ? null : reading.tag;
    }
    this.tries = 0;
    if (session !== undefined) this.tell(session, before === undefined);
  }

  private tell(session: Session, first: boolean): void {
    const ended = ENDED.has(session.status);
    const over = ended ? first || this.readLast : !this.live;
    this.readLast = ended;
    const phase = over ? "over" : "following";
    this.change({ session, phase, failure: null });
  }

  private fail(failure: ApiFailure): void {
    this.tries += 1;
    const phase = failure.kind === "missing" ? "missing" : failure.kind === "away" ? "away" : "failed";
    // What was read stays: it is as true as it was.
    this.change({ ...this.state, phase, failure });
  }

  private next(): void {
    if (!this.running) return;
    if (this.again) return void this.ask();
    const { phase, failure, session } = this.state;
    if (phase === "away" || failure?.kind === "failed") {
      this.wait(Math.min(PACE.away * 2 ** (this.tries - 1), PACE.longest));
    } else if (phase === "following" && session !== undefined) {
      const pace = ENDED.has(session.status) ? PACE.last : this.pace();
      this.wait(Math.max(0, this.begunAt + pace - Date.now()));
    }
  }

  private pace(): number {
    if (this.page.visibilityState === "hidden") return PACE.hidden;
    if (Date.now() - this.changedAt > PACE.quietAfter) return PACE.quiet;
    return this.told ? PACE.told : PACE.live;
  }

  private wait(millis: number | null): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = millis === null ? null : setTimeout(() => void this.ask(), millis);
  }

  private change(state: Followed): void {
    const { session, phase, failure } = this.state;
    if (state.session === session && state.phase === phase && state.failure === failure) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
