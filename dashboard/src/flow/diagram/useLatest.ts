/** A function that stays the same one while what it does is always the latest: nothing below is drawn again for it. */
import { useCallback, useLayoutEffect, useRef } from "react";

export function useLatest<In extends unknown[], Out>(latest: (...input: In) => Out): (...input: In) => Out {
  const ref = useRef(latest);
  useLayoutEffect(() => {
    ref.current = latest;
  });
  return useCallback((...input: In) => ref.current(...input), []);
}
