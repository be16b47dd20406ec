/** Texts of failures between the page and the API: a title that says what happened, and a remedy. */

export const failure = {
  away: {
    title: "Callflow's API does not answer.",
    remedy: "This page tries again by itself. Your work is safe.",
  },
  signedOut: { title: "You are not signed in.", remedy: "Sign in again to continue." },
  missing: { title: "Not found.", remedy: "It may have been renamed, or belong to another organization." },
  busy: { title: "Callflow's API is too busy to answer.", remedy: "This page tries again by itself." },
  refused: (status: number) => `The API refused the request (${status}).`,
  failed: {
    title: (status: number) => `The API failed (${status}).`,
    remedy: "Try again.",
    remedyWithId: (requestId: string) => `Search the logs for request ${requestId}.`,
  },
  page: { title: "Something failed in this page." },
};
