/** The call of this page: one at a time, ended when the page is left. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Call, CallSnapshot, Unsent } from "../model/call";
import { endKept, type KeptCall } from "./kept-call";
import { startCall, versionOf, type Plan } from "./start-call";

export interface UsedCall {
  call: Call | null;
  snapshot: CallSnapshot | null;
  plan: Plan | null;
  begin: (plan: Plan) => void;
  resume: (kept: KeptCall) => void;
  end: () => void;
  /** Back to before the call. */
  drop: () => void;
}

interface Running {
  plan: Plan;
  call: Call;
}

/** `onSaved`: something may have been saved just now. */
export function useCall(onSaved: () => void): UsedCall {
  const [running, setRunning] = useState<Running | null>(null);
  const current = useRef<Running | null>(null);
  const saved = useRef(onSaved);
  useEffect(() => {
    saved.current = onSaved;
  }, [onSaved]);

  const set = useCallback((next: Running | null) => {
    const left = end(current.current);
    next?.call.carry(left);
    current.current = next;
    setRunning(next);
  }, []);
  useEffect(
    () => () => {
      end(current.current);
      current.current = null;
    },
    [],
  );

  const begin = useCallback((plan: Plan) => set({ plan, call: startCall(plan, () => saved.current()) }), [set]);
  const resume = useCallback(
    (kept: KeptCall) => {
      const { flowId, mode, variables } = kept;
      const plan = { flowId, mode, variables, version: versionOf(kept.version) ?? "latest" };
      set({ plan, call: startCall(plan, () => saved.current(), kept) });
    },
    [set],
  );
  const endNow = useCallback(() => {
    end(current.current);
  }, []);
  const drop = useCallback(() => set(null), [set]);

  const call = running?.call ?? null;
  const snapshot = useSyncExternalStore(call?.subscribe ?? never, call?.snapshot ?? none);
  return { call, snapshot, plan: running?.plan ?? null, begin, resume, end: endNow, drop };
}

/** Ends the call; the words that it did not get said. */
function end(running: Running | null): readonly Unsent[] {
  if (running === null) return [];
  running.call.end();
  endKept(running.call.snapshot().sessionId);
  return running.call.snapshot().unsent;
}

const never = () => () => undefined;
const none = () => null;
