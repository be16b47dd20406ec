/** Runs a `Repeat` step by step until it is complete or stopped. Returns the number of inputs sent. */
import { useEffect, useState } from "react";
import type { Session } from "../../api/types";
import type { Call, CallSnapshot } from "../model/call";
import type { Repeat } from "./repeat";

/** Milliseconds the agent must listen: it also listens for a moment between two utterances. */
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
