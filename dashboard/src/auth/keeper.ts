/** Keeps the sign-in: where it stands, the token for the API, and its renewal. It knows no React and no Cognito. */
import { ConfigError, SiteAwayError, type CognitoConfig, type Config } from "./config";
import { safePlace, SIGNED_IN, SIGNED_OUT } from "./place";
import { SignInEndedError, type Provider, type SignIn, type Who } from "./provider";

export type Standing =
  /** config.json is being read, or a sign-in finished. */
  | { kind: "starting" }
  /** The site did not answer yet; it is asked again. */
  | { kind: "away" }
  /** Nobody needs to sign in here. */
  | { kind: "open" }
  | { kind: "notSetUp"; why: string }
  /** On the way to the page where one signs in. */
  | { kind: "going" }
  | { kind: "refused"; why: string }
  | { kind: "signedOut" }
  /** The window where one has signed in for another page. */
  | { kind: "beside" }
  | { kind: "signedIn"; who: Who; ended: boolean };

interface Surroundings {
  readConfig: () => Promise<Config>;
  connect: (config: CognitoConfig) => Promise<Provider>;
  location: Pick<Location, "href" | "pathname" | "search" | "hash">;
  /** Changes the address and loads nothing. */
  replace: (place: string) => void;
  /** In seconds. */
  now: () => number;
  wait: (seconds: number) => Promise<void>;
}

/** A request may be under way for as long, and clocks differ. */
const RENEW_BEFORE_SECONDS = 60;

export class Keeper {
  private standing: Standing = { kind: "starting" };
  private provider: Provider | null = null;
  private signIn: SignIn | null = null;
  private renewal: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly around: Surroundings) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly now = (): Standing => this.standing;

  async start(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await this.open();
        return;
      } catch (thrown) {
        if (thrown instanceof ConfigError) {
          this.stand({ kind: "notSetUp", why: thrown.message });
          return;
        }
        // Of a site that is away, and of parts of this page that did not load.
        this.stand({ kind: "away" });
        await this.around.wait(Math.min(2 ** tries, 5));
      }
    }
  }

  private async open(): Promise<void> {
    const config = await this.around.readConfig();
    if (config.auth === "local") {
      this.stand({ kind: "open" });
      return;
    }
    this.provider = await this.around.connect(config);
    const { pathname, href } = this.around.location;
    if (pathname === SIGNED_OUT) this.stand({ kind: "signedOut" });
    else if (pathname === SIGNED_IN) await this.finish(this.provider, href);
    else await this.resume(this.provider);
  }

  private async finish(provider: Provider, url: string): Promise<void> {
    try {
      const finished = await provider.finish(url);
      if (finished === "beside") {
        this.stand({ kind: "beside" });
        return;
      }
      this.around.replace(safePlace(finished.place));
      this.accept(finished.signIn);
    } catch (thrown) {
      // Loaded again after it was finished: the code in the address is used up, the sign-in is here.
      const current = await provider.current();
      if (current === null) {
        this.stand({ kind: "refused", why: thrown instanceof Error ? thrown.message : String(thrown) });
        return;
      }
      this.around.replace("/");
      await this.resume(provider);
    }
  }

  private async resume(provider: Provider): Promise<void> {
    this.signIn = await provider.current();
    if (this.signIn !== null && this.expires()) {
      try {
        this.signIn = await provider.renew();
      } catch (thrown) {
        if (!(thrown instanceof SignInEndedError)) throw new SiteAwayError("renewal", { cause: thrown });
        this.signIn = null;
      }
    }
    if (this.signIn === null) await this.go();
    else this.accept(this.signIn);
  }

  /** Leaves for the page where one signs in, and comes back here. */
  async go(): Promise<void> {
    const { pathname, search, hash } = this.around.location;
    this.stand({ kind: "going" });
    try {
      await this.provider?.go(safePlace(pathname + search + hash));
    } catch (thrown) {
      this.stand({ kind: "refused", why: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  /** In a window of its own, so that nothing on this page is lost. False: somebody else has signed in there. */
  async goBeside(): Promise<boolean> {
    if (this.provider === null) return true;
    const before = this.signIn?.who;
    const signIn = await this.provider.goBeside();
    const same =
      before === undefined ||
      (before.subject === signIn.who.subject && before.organization === signIn.who.organization);
    if (same) this.accept(signIn);
    return same;
  }

  async leave(): Promise<void> {
    await this.provider?.leave();
  }

  /**
   * The token to send along, renewed before it expires; null where none is needed, or none is left. Throws where it has
   * expired and whoever renews it does not answer.
   */
  async bearer(): Promise<string | null> {
    if (this.token() === null) return null;
    if (this.expires()) {
      try {
        await this.renew();
      } catch (thrown) {
        // A minute is left at first: the next request tries again.
        if (this.expires(0)) throw thrown;
      }
    }
    return this.token();
  }

  /** The API refused `token`: a newer one, or null where there is none. Throws as bearer does. */
  async after(token: string): Promise<string | null> {
    if (this.standing.kind !== "signedIn") return null;
    if (this.signIn?.token === token) await this.renew();
    const next = this.token();
    return next === token ? null : next;
  }

  /** The API refused a token that was new: only signing in again helps. */
  end(): void {
    if (this.standing.kind === "signedIn") this.stand({ ...this.standing, ended: true });
  }

  private async renew(): Promise<void> {
    this.renewal ??= this.renewOnce().finally(() => {
      this.renewal = null;
    });
    await this.renewal;
  }

  private async renewOnce(): Promise<void> {
    if (this.provider === null) return;
    try {
      this.accept(await this.provider.renew());
    } catch (thrown) {
      if (!(thrown instanceof SignInEndedError)) throw thrown;
      this.end();
    }
  }

  private accept(signIn: SignIn): void {
    this.signIn = signIn;
    this.stand({ kind: "signedIn", who: signIn.who, ended: false });
  }

  private token(): string | null {
    return this.standing.kind === "signedIn" && !this.standing.ended ? (this.signIn?.token ?? null) : null;
  }

  private expires(within = RENEW_BEFORE_SECONDS): boolean {
    return (this.signIn?.expiresAt ?? 0) - this.around.now() < within;
  }

  private stand(standing: Standing): void {
    this.standing = standing;
    for (const listener of this.listeners) listener();
  }
}
