/** Texts of the flow editor. */

export const editor = {};
