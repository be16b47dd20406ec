/** Texts of failures between the page and the API. */

export const failure = {};
