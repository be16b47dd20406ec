/** The texts of the page, in the page's language. Every text that a person reads is here; code never compares with one. */
import { en } from "./en";

/** The shape that each language fills. */
export type Texts = typeof en;

export const texts: Texts = en;
