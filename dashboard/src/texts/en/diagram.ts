/** Texts of the diagram of a flow. */

export const diagram = {};
