/** Texts that several areas share. */

export const common = {
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  retry: "Try again",
  none: "None",
  loading: "Loading…",
};
