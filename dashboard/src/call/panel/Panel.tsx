/** Shows the setup of a call, then the call. A reload finds the session by its id in the address. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import type { FlowRead } from "../../api/types";
import { ENDED } from "../../api/types";
import { paths } from "../../nav/paths";
import { useDefinition } from "../../session/read/useDefinition";
import { useSession } from "../../session/read/useSession";
import { BeforeCall } from "./BeforeCall";
import type { CallMode } from "../model/call";
import { CallNotices } from "./CallNotices";
import { CallView } from "./CallView";
import { readStoredCall } from "../run/stored-call";
import { lastPresetText, readVariables } from "../presets/presets";
import { inputsOf, inputText, Repeat, type Input } from "../run/repeat";
import type { Plan } from "../run/start-call";
import { useCall } from "../run/useCall";
import { useRepeat } from "../run/useRepeat";
import { endingText } from "../controls/call-texts";
import { defaultVersion, parseVersion } from "../presets/versions";

export function Panel({ flow }: { flow: FlowRead }) {
  const { flowId } = flow;
  const address = useAddress();
  const [, navigate] = useLocation();
  const [selectedVersion, setSelectedVersion] = useState(address.version);
  const [variablesText, setVariablesText] = useState(() => lastPresetText(flowId));
  const [repeat, setRepeat] = useState<Repeat | null>(null);

  const refresh = useRef<() => void>(() => undefined);
  const currentCall = useCall(useCallback(() => refresh.current(), []));
  const { call, snapshot, begin, resume, drop } = currentCall;
  const sessionId = snapshot === null ? address.session : snapshot.sessionId;
  const live = useMayChange(snapshot?.endedAt ?? null);
  // A worker that has sent one turn message sends one for each turn.
  const notified = snapshot !== null && snapshot.live.times.size > 0;
  const session = useSession(sessionId, { live, notified });
  const repeatedSession = useSession(address.again, { live: false });
  useEffect(() => {
    refresh.current = session.refresh;
  }, [session.refresh]);

  const version = selectedVersion ?? repeatedSession.session?.flowVersion ?? defaultVersion(flow);
  const { definition } = useDefinition(flowId, version);
  const inputs = useMemo(() => inputsOf(repeatedSession.session?.turns ?? []), [repeatedSession.session]);
  const doneInputs = useRepeat(repeat, call, snapshot, session.session);

  const start = useCallback(
    (plan: Plan, again: readonly Input[]) => {
      setRepeat(again.length === 0 ? null : new Repeat(again, plan.mode));
      begin(plan);
    },
    [begin],
  );

  // The address gets the session's id when the id is known.
  const callSessionId = snapshot?.sessionId ?? null;
  useEffect(() => {
    if (callSessionId !== null) navigate(paths.test(flowId, { session: callSessionId }), { replace: true });
  }, [callSessionId, flowId, navigate]);

  useEffect(() => {
    if (call !== null && session.session !== undefined) call.settle(session.session);
  }, [call, session.session]);

  // The parameter `mode` of a flow's test button starts the call. It starts only one call.
  const startedByAddress = useRef(false);
  const repeatedIsLoading = address.again !== null && repeatedSession.session === undefined;
  useEffect(() => {
    const { mode } = address;
    if (mode === null || address.session !== null || call !== null || definition === undefined || repeatedIsLoading)
      return;
    const timer = setTimeout(() => {
      if (startedByAddress.current) return;
      startedByAddress.current = true;
      const read = readVariables(variablesText, definition.variables ?? {});
      start({ flowId, mode, version, variables: read.ok ? read.variables : {} }, inputs);
    });
    return () => clearTimeout(timer);
  }, [address, call, definition, repeatedIsLoading, variablesText, start, flowId, version, inputs]);

  // After a reload, the call of this tab continues unless it has ended.
  const status = session.session?.status;
  useEffect(() => {
    if (call !== null || address.session === null || status === undefined || ENDED.has(status)) return;
    const stored = readStoredCall(flowId, address.session);
    if (stored === null || stored.over) return;
    const timer = setTimeout(() => resume(stored));
    return () => clearTimeout(timer);
  }, [call, address.session, status, flowId, resume]);

  const setUp = useCallback(() => {
    startedByAddress.current = true;
    drop();
    setRepeat(null);
    navigate(paths.test(flowId));
  }, [drop, navigate, flowId]);

  const next = repeat?.inputs[doneInputs];
  const rejoin = () => {
    const stored = sessionId === null ? null : readStoredCall(flowId, sessionId);
    if (stored !== null) resume(stored);
  };
  const notices =
    call === null || snapshot === null ? null : (
      <CallNotices
        call={call}
        snapshot={snapshot}
        ending={snapshot.ending === null ? null : endingText(snapshot.ending, session.session)}
        unread={session.phase === "away" ? session.failure : null}
        repeating={
          repeat === null || next === undefined
            ? null
            : { done: doneInputs, all: repeat.inputs.length, next: inputText(next, snapshot.mode) }
        }
        onStopRepeat={() => setRepeat(null)}
        remedies={{
          restart: () => currentCall.plan !== null && start(currentCall.plan, repeat?.inputs ?? []),
          rejoin: sessionId === null ? null : rejoin,
          restartAs: (mode) => currentCall.plan !== null && start({ ...currentCall.plan, mode }, repeat?.inputs ?? []),
          setUp,
        }}
      />
    );

  if (sessionId === null) {
    return (
      <BeforeCall
        flow={flow}
        definition={definition}
        version={version}
        onVersion={setSelectedVersion}
        text={variablesText}
        onText={setVariablesText}
        beginning={snapshot === null ? null : { snapshot, notices, onCancel: setUp }}
        again={address.again === null ? null : { sessionId: address.again, inputs, read: repeatedSession }}
        onStart={(mode, variables) => start({ flowId, mode, version, variables }, inputs)}
      />
    );
  }
  return (
    <CallView
      flow={flow}
      currentCall={currentCall}
      sessionId={sessionId}
      session={session}
      notices={notices}
      onStopRepeat={() => setRepeat(null)}
      onStart={start}
      onSetUp={setUp}
    />
  );
}

const MODES: readonly CallMode[] = ["chat", "audio", "simulate"];

/** The parameters of the page's address. */
function useAddress() {
  const search = useSearch();
  return useMemo(() => {
    const query = new URLSearchParams(search);
    return {
      mode: MODES.find((mode) => mode === query.get("mode")) ?? null,
      session: query.get("session"),
      again: query.get("again"),
      version: parseVersion(query.get("version")),
    };
  }, [search]);
}

/** Milliseconds that a worker waits for a caller to come back. */
const REJOIN_MILLIS = 30_000;

/** Whether the session may still change: during a call, and while the worker waits after its end. */
function useMayChange(endedAt: number | null): boolean {
  const [passed, setPassed] = useState<number | null>(null);
  useEffect(() => {
    if (endedAt === null) return;
    const timer = setTimeout(() => setPassed(endedAt), Math.max(0, endedAt + REJOIN_MILLIS - Date.now()));
    return () => clearTimeout(timer);
  }, [endedAt]);
  return endedAt === null || passed !== endedAt;
}
