/** Keeps what a pure function gave for the last few keys: a form that is typed in lays nothing out anew. */
export function remember<In extends readonly unknown[], Out>(
  key: (...input: In) => string,
  compute: (...input: In) => Out,
  most = 8,
): (...input: In) => Out {
  const kept = new Map<string, Out>();
  return (...input) => {
    const name = key(...input);
    const before = kept.get(name);
    if (before !== undefined) return before;
    const fresh = compute(...input);
    kept.set(name, fresh);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return fresh;
  };
}
