/** The user's sign-in: its state, the API's token, and the renewal. No React and no Cognito here. */
import { Store } from "../state/store";
import { ConfigError, SiteAwayError, type CognitoConfig, type Config } from "./config";
import { SignInExpiredError, type Provider, type SignIn, type User } from "./provider";
import { safeReturnAddress, SIGNED_IN, SIGNED_OUT } from "./return-address";

export type AuthState =
  /** Reading config.json, or completing a sign-in. */
  | { kind: "starting" }
  /** The site does not answer; the page retries. */
  | { kind: "away" }
  /** The site needs no sign-in. */
  | { kind: "open" }
  | { kind: "notSetUp"; reason: string }
  /** Leaving for the sign-in page. */
  | { kind: "redirecting" }
  | { kind: "refused"; reason: string }
  | { kind: "signedOut" }
  /** This window is a popup that has signed in for the page that opened it. */
  | { kind: "popup" }
  /** `expired`: the page stays open, and the user must sign in again. */
  | { kind: "signedIn"; user: User; expired: boolean };

interface Environment {
  readConfig: () => Promise<Config>;
  connect: (config: CognitoConfig) => Promise<Provider>;
  location: Pick<Location, "href" | "pathname" | "search" | "hash">;
  /** Changes the address without loading a page. */
  replaceAddress: (address: string) => void;
  /** Seconds since the epoch. */
  now: () => number;
  wait: (seconds: number) => Promise<void>;
}

/** Seconds before a token's expiry at which it is renewed. It covers the time of a request and clock differences. */
const RENEW_BEFORE_SECONDS = 60;

export class Authentication {
  private readonly store = new Store<AuthState>({ kind: "starting" });
  private provider: Provider | null = null;
  private signIn: SignIn | null = null;
  /** The renewal that is running; all requests share it. */
  private renewal: Promise<void> | null = null;

  constructor(private readonly environment: Environment) {}

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  readonly get = (): AuthState => this.store.get();

  async start(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await this.open();
        return;
      } catch (thrown) {
        if (thrown instanceof ConfigError) {
          this.store.set({ kind: "notSetUp", reason: thrown.message });
          return;
        }
        // The site is away, or a module of this page did not load.
        this.store.set({ kind: "away" });
        await this.environment.wait(Math.min(2 ** tries, 5));
      }
    }
  }

  private async open(): Promise<void> {
    const config = await this.environment.readConfig();
    if (config.auth === "local") {
      this.store.set({ kind: "open" });
      return;
    }
    this.provider = await this.environment.connect(config);
    const { pathname, href } = this.environment.location;
    if (pathname === SIGNED_OUT) this.store.set({ kind: "signedOut" });
    else if (pathname === SIGNED_IN) await this.complete(this.provider, href);
    else await this.resume(this.provider);
  }

  private async complete(provider: Provider, url: string): Promise<void> {
    try {
      const completed = await provider.complete(url);
      if (completed === "popup") {
        this.store.set({ kind: "popup" });
        return;
      }
      this.environment.replaceAddress(safeReturnAddress(completed.returnAddress));
      this.accept(completed.signIn);
    } catch (thrown) {
      // After a reload of this address, its code is used up and the tab has the sign-in.
      const current = await provider.current();
      if (current === null) {
        this.store.set({ kind: "refused", reason: reasonOf(thrown) });
        return;
      }
      this.environment.replaceAddress("/");
      await this.resume(provider);
    }
  }

  private async resume(provider: Provider): Promise<void> {
    this.signIn = await provider.current();
    if (this.signIn !== null && this.expiresWithin()) {
      try {
        this.signIn = await provider.renew();
      } catch (thrown) {
        if (!(thrown instanceof SignInExpiredError)) throw new SiteAwayError("renewal", { cause: thrown });
        this.signIn = null;
      }
    }
    if (this.signIn === null) await this.redirect();
    else this.accept(this.signIn);
  }

  /** Leaves for the sign-in page, which returns to the current address. */
  async redirect(): Promise<void> {
    const { pathname, search, hash } = this.environment.location;
    this.store.set({ kind: "redirecting" });
    try {
      await this.provider?.redirect(safeReturnAddress(pathname + search + hash));
    } catch (thrown) {
      this.store.set({ kind: "refused", reason: reasonOf(thrown) });
    }
  }

  /** Signs in in a popup, so this page keeps its state. False: another user has signed in there. */
  async signInByPopup(): Promise<boolean> {
    if (this.provider === null) return true;
    const before = this.signIn?.user;
    const signIn = await this.provider.signInByPopup();
    const same =
      before === undefined || (before.id === signIn.user.id && before.organization === signIn.user.organization);
    if (same) this.accept(signIn);
    return same;
  }

  async signOut(): Promise<void> {
    await this.provider?.signOut();
  }

  /**
   * The token of a request, renewed before it expires.
   *
   * Returns null if the site needs no token or the sign-in has expired. Throws if the token has expired and the
   * provider does not answer.
   */
  async token(): Promise<string | null> {
    if (this.currentToken() === null) return null;
    if (this.expiresWithin()) {
      try {
        await this.renew();
      } catch (thrown) {
        // The token may still be valid for up to a minute. The next request tries to renew it again.
        if (this.expiresWithin(0)) throw thrown;
      }
    }
    return this.currentToken();
  }

  /** A newer token after the API refused this one; null if there is none. Throws like `token`. */
  async tokenAfter(refused: string): Promise<string | null> {
    if (this.get().kind !== "signedIn") return null;
    if (this.signIn?.token === refused) await this.renew();
    const next = this.currentToken();
    return next === refused ? null : next;
  }

  /** Marks the sign-in as expired: the API refused a new token. */
  expire(): void {
    const state = this.get();
    if (state.kind === "signedIn") this.store.set({ ...state, expired: true });
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
      if (!(thrown instanceof SignInExpiredError)) throw thrown;
      this.expire();
    }
  }

  private accept(signIn: SignIn): void {
    this.signIn = signIn;
    this.store.set({ kind: "signedIn", user: signIn.user, expired: false });
  }

  private currentToken(): string | null {
    const state = this.get();
    return state.kind === "signedIn" && !state.expired ? (this.signIn?.token ?? null) : null;
  }

  private expiresWithin(seconds = RENEW_BEFORE_SECONDS): boolean {
    return (this.signIn?.expiresAt ?? 0) - this.environment.now() < seconds;
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
