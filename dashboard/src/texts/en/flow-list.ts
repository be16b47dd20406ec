/** Texts of the list of flows. */

export const flowList = {};
