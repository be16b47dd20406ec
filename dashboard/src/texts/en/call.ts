/** Texts of the test panel. */

export const call = {};
