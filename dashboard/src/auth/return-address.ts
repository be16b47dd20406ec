/** The addresses of signing in and out, and the check of the address to return to. */

/** Cognito redirects here after sign-in and sign-out. infra/sign-in.yaml has the same two paths. */
export const SIGNED_IN = "/signed-in";
export const SIGNED_OUT = "/signed-out";

/**
 * The address if it is one of this site's views, else "/".
 *
 * The address was in the OIDC state, which anybody can forge: without this check, a link could redirect a user to
 * another site after the sign-in.
 */
export function safeReturnAddress(address: unknown, origin: string = window.location.origin): string {
  if (typeof address !== "string" || !address.startsWith("/") || !URL.canParse(address, origin)) return "/";
  const url = new URL(address, origin);
  if (url.origin !== origin || url.pathname === SIGNED_IN || url.pathname === SIGNED_OUT) return "/";
  return url.pathname + url.search + url.hash;
}
