/** The call of this page. There is one at a time; it ends when the user leaves the page. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore, type Readable } from "../../state/store";
import type { Call, CallSnapshot, UnsentMessage } from "../model/call";
import { parseVersion } from "../presets/versions";
import { startCall, type Plan } from "./start-call";
import { markStoredCallOver, type StoredCall } from "./stored-call";

export interface UsedCall {
  call: Call | null;
  snapshot: CallSnapshot | null;
  plan: Plan | null;
  begin: (plan: Plan) => void;
  resume: (stored: StoredCall) => void;
  end: () => void;
  /** Ends the call and returns to the setup. */
  drop: () => void;
}

interface Running {
  plan: Plan;
  call: Call;
}

/** `onSaved`: the session may have a new turn. */
export function useCall(onSaved: () => void): UsedCall {
  const [running, setRunning] = useState<Running | null>(null);
  const current = useRef<Running | null>(null);
  const saved = useRef(onSaved);
  useEffect(() => {
    saved.current = onSaved;
  }, [onSaved]);

  const set = useCallback((next: Running | null) => {
    const unsent = endCall(current.current);
    next?.call.addUnsent(unsent);
    current.current = next;
    setRunning(next);
  }, []);
  useEffect(
    () => () => {
      endCall(current.current);
      current.current = null;
    },
    [],
  );

  const begin = useCallback((plan: Plan) => set({ plan, call: startCall(plan, () => saved.current()) }), [set]);
  const resume = useCallback(
    (stored: StoredCall) => {
      const { flowId, mode, variables } = stored;
      const plan = { flowId, mode, variables, version: parseVersion(stored.version) ?? "latest" };
      set({ plan, call: startCall(plan, () => saved.current(), stored) });
    },
    [set],
  );
  const end = useCallback(() => {
    endCall(current.current);
  }, []);
  const drop = useCallback(() => set(null), [set]);

  const call = running?.call ?? null;
  const snapshot = useStore(call === null ? NO_CALL : { get: call.snapshot, subscribe: call.subscribe });
  return { call, snapshot, plan: running?.plan ?? null, begin, resume, end, drop };
}

/** Ends the call and returns its unsent messages. */
function endCall(running: Running | null): readonly UnsentMessage[] {
  if (running === null) return [];
  running.call.end();
  markStoredCallOver(running.call.snapshot().sessionId);
  return running.call.snapshot().unsent;
}

const NO_CALL: Readable<CallSnapshot | null> = { get: () => null, subscribe: () => () => undefined };
