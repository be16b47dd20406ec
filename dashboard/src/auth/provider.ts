/** The port to the identity provider. `cognito.ts` is the adapter. */

export interface User {
  /** The provider's permanent id of the user. */
  id: string;
  email: string;
  /** Null until an administrator has assigned one. */
  organization: string | null;
}

export interface SignIn {
  /** The API's bearer token. */
  token: string;
  /** Seconds since the epoch, by this machine's clock. */
  expiresAt: number;
  user: User;
}

export type CompletedSignIn =
  | { signIn: SignIn; returnAddress: unknown }
  /** The sign-in ran in a popup, which now closes. The page that opened it has the result. */
  | "popup";

export interface Provider {
  /** The sign-in stored in this tab. It may have expired. */
  current(): Promise<SignIn | null>;
  /** Leaves this page for the sign-in page, which returns to `returnAddress`. */
  redirect(returnAddress: string): Promise<void>;
  /** Signs in in a popup. This page stays open. */
  signInByPopup(): Promise<SignIn>;
  /** Completes the sign-in with the address that the provider redirected to. */
  complete(url: string): Promise<CompletedSignIn>;
  /** Throws SignInExpiredError if the user must sign in again. After any other error, a retry may succeed. */
  renew(): Promise<SignIn>;
  /** Signs out of this page and of the provider. */
  signOut(): Promise<void>;
}

export class SignInExpiredError extends Error {
  override readonly name = "SignInExpiredError";
}
