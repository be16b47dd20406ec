/** Texts that several areas share. */

export const common = {
  /** The language tag for dates and numbers in texts. */
  locale: "en",
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  copied: "Copied",
  copyRefused: "Not copied",
  retry: "Try again",
  none: "None",
  loading: "Loading…",
  justNow: "just now",
  required: "(required)",
};
