/** Texts of one session. */

export const session = {};
