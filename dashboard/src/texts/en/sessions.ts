/** Texts of the list of sessions. */

export const sessions = {};
