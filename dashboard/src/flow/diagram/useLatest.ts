/** A function with a stable identity that always calls the latest closure. Components below do not draw again for it. */
import { useCallback, useLayoutEffect, useRef } from "react";

export function useLatest<In extends unknown[], Out>(latest: (...input: In) => Out): (...input: In) => Out {
  const ref = useRef(latest);
  useLayoutEffect(() => {
    ref.current = latest;
  });
  return useCallback((...input: In) => ref.current(...input), []);
}
