/** Memoize a pure function for its last few keys. Typing in a form changes no key, so it computes no layout again. */
export function memoize<In extends readonly unknown[], Out>(
  key: (...input: In) => string,
  compute: (...input: In) => Out,
  size = 8,
): (...input: In) => Out {
  const results = new Map<string, Out>();
  return (...input) => {
    const name = key(...input);
    const known = results.get(name);
    if (known !== undefined) return known;
    const fresh = compute(...input);
    results.set(name, fresh);
    for (const oldest of results.keys()) {
      if (results.size <= size) break;
      results.delete(oldest);
    }
    return fresh;
  };
}
