/** The layout that fits the window: three columns, two, or one. */
import { useSyncExternalStore } from "react";

type Width = "wide" | "medium" | "narrow";

const WIDE = "(min-width: 1100px)";
const MEDIUM = "(min-width: 760px)";

export function useWidth(): Width {
  return useSyncExternalStore(subscribe, width);
}

function subscribe(listener: () => void): () => void {
  const queries = [WIDE, MEDIUM].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
  };
}

function width(): Width {
  if (window.matchMedia(WIDE).matches) return "wide";
  return window.matchMedia(MEDIUM).matches ? "medium" : "narrow";
}
