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
    title: "Callflow is not responding",
    body: "Check your connection. This page retries automatically.",
    waiting: "Retrying…",
  },
  notSetUp: {
    title: "This dashboard is not set up",
    remedy: `Ask ${operator} to publish the dashboard again. This creates the settings.`,
    retry: "Check again",
  },
  redirecting: {
    title: "Sign in to Callflow",
    waiting: "Opening the sign-in page…",
    go: "Go to the sign-in page",
  },
  refused: {
    title: "Sign-in failed",
    reason: (reason: string) => `Reason: ${reason}`,
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
    title: "Your account has no organization",
    body: (email: string) =>
      `You are signed in as ${email}. Ask an administrator to add your account to an organization, then sign in again.`,
  },
  expired: {
    title: "Your sign-in has expired.",
    body: "Sign in again in a new window. This page stays open and keeps your changes.",
    popupFailed:
      "The sign-in window did not open, or it was closed. Allow pop-ups for this site and try again. You can also leave this page to sign in, but you lose unsaved changes.",
    leave: "Leave this page to sign in",
  },

  config: {
    missing: "This site has no config.json. This file contains the sign-in settings.",
    unreadable: "The config.json of this site cannot be read.",
    unknownAuth: "The config.json of this site names a sign-in method that this page does not support.",
    lacks: (name: string) => `The config.json of this site does not contain "${name}".`,
    notHttps: (name: string) => `"${name}" in the config.json of this site is not an HTTPS address.`,
  },
  noIdToken: "The sign-in response has no ID token.",
};
