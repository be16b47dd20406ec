/** Texts of flow definitions: kinds, exits, problems. */

export const flow = {};
