/** Texts of comparing versions. */

export const compare = {};
