/** Texts of failures between the page and the API: a title that says what happened, and a remedy. */

export const failure = {
  away: {
    title: "Callflow's API is not responding.",
    remedy: "This page retries automatically. Your changes are not lost.",
  },
  signedOut: { title: "You are not signed in.", remedy: "Sign in again to continue." },
  missing: { title: "Not found.", remedy: "It may have been deleted, or it may belong to another organization." },
  busy: { title: "Callflow's API is too busy to respond.", remedy: "This page retries automatically." },
  refused: (status: number) => `The API rejected the request (status ${status}).`,
  failed: {
    title: (status: number) => `The API failed (status ${status}).`,
    remedy: "Try again.",
    remedyWithId: (requestId: string) => `Search the logs for request ${requestId}.`,
  },
  page: { title: "This page has failed." },
};
