/** Ids and names that nothing in a flow has yet. */

/** `prefix` and the least number from `first` on that is not taken. */
export function freeId(prefix: string, taken: Iterable<string>, first = 1): string {
  const ids = new Set(taken);
  let number = first;
  while (ids.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** `name` if it is free, else `name2`, `name3`, … */
export function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeId(name, taken, 2) : name;
}
