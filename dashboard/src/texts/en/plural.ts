/** English plurals. */

/** "1 error", "2 errors". */
export function count(number: number, one: string, other = `${one}s`): string {
  return `${number} ${number === 1 ? one : other}`;
}
