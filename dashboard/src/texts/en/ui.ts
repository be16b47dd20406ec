/** Texts of the shared controls. */
export const ui = {
  /** The language tag for dates and numbers in texts. */
  locale: "en",
  justNow: "just now",
  required: "(required)",
};
