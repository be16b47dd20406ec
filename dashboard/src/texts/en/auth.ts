/** Texts of signing in and out. */

export const auth = {};
