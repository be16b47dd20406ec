/** What the dashboard asks of whoever signs its users in. */

export interface Who {
  /** Stays the same for the same person. */
  subject: string;
  email: string;
  /** Null where an administrator has not set it. */
  organization: string | null;
}

export interface SignIn {
  /** The bearer token of the API. */
  token: string;
  /** By this machine's clock, in seconds. */
  expiresAt: number;
  who: Who;
}

export type Finished =
  | { signIn: SignIn; place: unknown }
  /** In a window of its own, which now closes: the page that opened it has the sign-in. */
  | "beside";

export interface Provider {
  /** As this tab remembers it; it may have expired. */
  current(): Promise<SignIn | null>;
  /** Leaves this page, and comes back to `place` at last. */
  go(place: string): Promise<void>;
  /** In a window of its own: this page stays as it is. */
  goBeside(): Promise<SignIn>;
  /** Of the address that one comes back to. */
  finish(url: string): Promise<Finished>;
  /** SignInEndedError where only signing in again helps; any other error may pass. */
  renew(): Promise<SignIn>;
  /** Signs out, here and there. */
  leave(): Promise<void>;
}

export class SignInEndedError extends Error {
  override readonly name = "SignInEndedError";
}
