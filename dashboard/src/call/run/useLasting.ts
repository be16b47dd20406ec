/** Whether a session may still change: while a call is on, and for as long after it as a worker waits for its caller. */
import { useEffect, useState } from "react";

const AFTER_MILLIS = 30_000;

export function useLasting(endedAt: number | null): boolean {
  const [passed, setPassed] = useState<number | null>(null);
  useEffect(() => {
    if (endedAt === null) return;
    const timer = setTimeout(() => setPassed(endedAt), Math.max(0, endedAt + AFTER_MILLIS - Date.now()));
    return () => clearTimeout(timer);
  }, [endedAt]);
  return endedAt === null || passed !== endedAt;
}
