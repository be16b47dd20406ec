/** The addresses that belong to signing in, and the one to come back to. */

/** Where Cognito sends who has signed in, and who has signed out. infra/sign-in.yaml names the same two. */
export const SIGNED_IN = "/signed-in";
export const SIGNED_OUT = "/signed-out";

/** As it was handed along, through other hands: an address of this site that is not about signing in, or the first one. */
export function safePlace(handed: unknown, origin: string = window.location.origin): string {
  if (typeof handed !== "string" || !handed.startsWith("/") || !URL.canParse(handed, origin)) return "/";
  const url = new URL(handed, origin);
  if (url.origin !== origin || url.pathname === SIGNED_IN || url.pathname === SIGNED_OUT) return "/";
  return url.pathname + url.search + url.hash;
}
