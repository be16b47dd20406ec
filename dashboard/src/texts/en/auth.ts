/** Texts of signing in and out. */
const operator = "the operator of this Callflow site";

export const auth = {
  title: (page: string) => `${page} – Callflow`,
  opening: "Loading…",

  account: (email: string, organization: string) => `Account: ${email}, ${organization}`,
  signIn: "Sign in",
  signInAgain: "Sign in again",
  signOut: "Sign out",

  away: {
    title: "Callflow does not answer",
    body: "Check your connection. This page retries automatically.",
    waiting: "Trying again…",
  },
  notSetUp: {
    title: "This dashboard is not set up",
    remedy: `Tell ${operator}: publishing the dashboard again writes the settings.`,
    retry: "Check again",
  },
  redirecting: {
    title: "Sign in to Callflow",
    waiting: "Opening the sign-in page…",
    go: "Go to the sign-in page",
  },
  refused: {
    title: "Sign-in failed",
    reason: (reason: string) => `The answer was: ${reason}`,
    remedy: `Try again. If it fails again, send this text to ${operator}.`,
  },
  signedOut: {
    title: "You are signed out",
    body: "Your flows and sessions are saved.",
  },
  popup: {
    title: "You are signed in",
    body: "This window closes automatically. Continue in the other window.",
  },
  noOrganization: {
    title: "Your account belongs to no organization",
    body: (email: string) =>
      `You are signed in as ${email}. An administrator must assign your account to an organization; then sign in again.`,
  },
  expired: {
    title: "Your sign-in has expired.",
    body: "Sign in again in a new window. This page stays open and keeps your changes.",
    popupFailed:
      "The window did not open, or it was closed. Allow this site to open windows and try again. Or leave this page to sign in, which discards unsaved changes.",
    leave: "Leave this page to sign in",
  },

  config: {
    missing: "This site has no config.json, which defines the sign-in.",
    unreadable: "The config.json of this site is unreadable.",
    unknownAuth: "The config.json of this site names a kind of sign-in that this page does not support.",
    lacks: (name: string) => `The config.json of this site lacks "${name}".`,
    notHttps: (name: string) => `"${name}" in the config.json of this site is no https address.`,
  },
  noIdToken: "The answer has no ID token.",
};
