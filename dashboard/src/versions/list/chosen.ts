/** The two versions that are chosen to be compared. Pure. */

export const DRAFT = "draft";

export type Chosen = number | typeof DRAFT;

/** Choose one more, or one less. Of three, the one that was chosen first is left out. */
export function toggle(chosen: readonly Chosen[], one: Chosen): readonly Chosen[] {
  if (chosen.includes(one)) return chosen.filter((other) => other !== one);
  return [...chosen, one].slice(-2);
}

/** The older and the newer of two chosen ones; null if there are not two. The draft is the newest. */
export function chosenPair(chosen: readonly Chosen[]): readonly [Chosen, Chosen] | null {
  const [one, other] = chosen;
  if (one === undefined || other === undefined) return null;
  return age(one) < age(other) ? [one, other] : [other, one];
}

const age = (one: Chosen) => (one === DRAFT ? Infinity : one);
