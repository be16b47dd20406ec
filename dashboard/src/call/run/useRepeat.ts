/** Does again what the caller did in another session, step by step, until it is through or stopped. */
import { useEffect, useState } from "react";
import type { Session } from "../../api/types";
import type { Call, CallSnapshot } from "../model/call";
import type { Repeat } from "./repeat";

/** The agent may listen for a moment between two things it says. */
const SETTLED_MILLIS = 400;

export function useRepeat(
  repeat: Repeat | null,
  call: Call | null,
  snapshot: CallSnapshot | null,
  session: Session | undefined,
): number {
  const [done, setDone] = useState(0);
  useEffect(() => {
    if (repeat === null || call === null || snapshot === null) return;
    const timer = setTimeout(() => {
      if (repeat.step(snapshot, session, call)) setDone(repeat.done);
    }, SETTLED_MILLIS);
    return () => clearTimeout(timer);
  }, [repeat, call, snapshot, session, done]);
  return repeat === null ? 0 : repeat.done;
}
