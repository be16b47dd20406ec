/** How long a call has been on, or was. */
import { useEffect, useState } from "react";
import { elapsed } from "./words";

export function useElapsed(from: number, until: number | null): string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until !== null) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return elapsed(from, until ?? now);
}
