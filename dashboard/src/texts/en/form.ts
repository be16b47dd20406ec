/** Texts of the form of a node. */

export const form = {};
