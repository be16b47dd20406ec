/** The setup of a call, then the call. The address names the session: a reload finds it again. */
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
  const [picked, setPicked] = useState(address.version);
  const [text, setText] = useState(() => lastPresetText(flowId));
  const [repeat, setRepeat] = useState<Repeat | null>(null);

  const refresh = useRef<() => void>(() => undefined);
  const used = useCall(useCallback(() => refresh.current(), []));
  const { call, snapshot, begin, resume, drop } = used;
  const sessionId = snapshot === null ? address.session : snapshot.sessionId;
  const live = useMayChange(snapshot?.endedAt ?? null);
  // A worker that has sent one turn message sends one for each turn.
  const notified = snapshot !== null && snapshot.live.times.size > 0;
  const session = useSession(sessionId, { live, notified });
  const before = useSession(address.again, { live: false });
  useEffect(() => {
    refresh.current = session.refresh;
  }, [session.refresh]);

  const version = picked ?? before.session?.flowVersion ?? defaultVersion(flow);
  const { definition } = useDefinition(flowId, version);
  const inputs = useMemo(() => inputsOf(before.session?.turns ?? []), [before.session]);
  const done = useRepeat(repeat, call, snapshot, session.session);

  const start = useCallback(
    (plan: Plan, again: readonly Input[]) => {
      setRepeat(again.length === 0 ? null : new Repeat(again, plan.mode));
      begin(plan);
    },
    [begin],
  );

  // The address names the session once it is known.
  const known = snapshot?.sessionId ?? null;
  useEffect(() => {
    if (known !== null) navigate(paths.test(flowId, { session: known }), { replace: true });
  }, [known, flowId, navigate]);

  useEffect(() => {
    if (call !== null && session.session !== undefined) call.settle(session.session);
  }, [call, session.session]);

  // `?mode=`, of a flow's test button, starts the call without a second press. It does so once.
  const begun = useRef(false);
  const waits = address.again !== null && before.session === undefined;
  useEffect(() => {
    const { mode } = address;
    if (mode === null || address.session !== null || call !== null || definition === undefined || waits) return;
    const timer = setTimeout(() => {
      if (begun.current) return;
      begun.current = true;
      const read = readVariables(text, definition.variables ?? {});
      start({ flowId, mode, version, variables: read.ok ? read.variables : {} }, inputs);
    });
    return () => clearTimeout(timer);
  }, [address, call, definition, waits, text, start, flowId, version, inputs]);

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
    begun.current = true;
    drop();
    setRepeat(null);
    navigate(paths.test(flowId));
  }, [drop, navigate, flowId]);

  const next = repeat?.inputs[done];
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
            : { done, all: repeat.inputs.length, next: inputText(next, snapshot.mode) }
        }
        onStopRepeat={() => setRepeat(null)}
        remedies={{
          restart: () => used.plan !== null && start(used.plan, repeat?.inputs ?? []),
          rejoin: sessionId === null ? null : rejoin,
          restartAs: (mode) => used.plan !== null && start({ ...used.plan, mode }, repeat?.inputs ?? []),
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
        onVersion={setPicked}
        text={text}
        onText={setText}
        beginning={snapshot === null ? null : { snapshot, notices, onCancel: setUp }}
        again={address.again === null ? null : { sessionId: address.again, inputs, read: before }}
        onStart={(mode, variables) => start({ flowId, mode, version, variables }, inputs)}
      />
    );
  }
  return (
    <CallView
      flow={flow}
      used={used}
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

/** What the page's address requests. */
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
