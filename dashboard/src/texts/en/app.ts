/** Texts of the page's frame: header, theme, addresses. */

export const app = {};
