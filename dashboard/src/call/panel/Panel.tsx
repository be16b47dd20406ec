/** Before a call its setting up, and then the call itself. What is on stands in the address, so that a reload finds it. */
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
import { keptCall } from "../run/kept-call";
import { readPresets, readVariables } from "../presets/presets";
import { inputsOf, inWords, Repeat, type Input } from "../run/repeat";
import { versionOf, type Plan } from "../run/start-call";
import { useCall } from "../run/useCall";
import { useLasting } from "../run/useLasting";
import { useRepeat } from "../run/useRepeat";
import { overWords } from "../controls/words";
import { meant } from "../presets/versions";

export function Panel({ flow }: { flow: FlowRead }) {
  const { flowId } = flow;
  const asked = useAsked();
  const [, navigate] = useLocation();
  const [picked, setPicked] = useState(asked.version);
  const [text, setText] = useState(() => offered(flowId));
  const [repeat, setRepeat] = useState<Repeat | null>(null);

  const refresh = useRef<() => void>(() => undefined);
  const used = useCall(useCallback(() => refresh.current(), []));
  const { call, snapshot, begin, resume, drop } = used;
  const sessionId = snapshot === null ? asked.session : snapshot.sessionId;
  const lasting = useLasting(snapshot?.endedAt ?? null);
  // Who told of one turn's times tells of each.
  const told = snapshot !== null && snapshot.live.times.size > 0;
  const session = useSession(sessionId, { live: lasting, told });
  const before = useSession(asked.again, { live: false });
  useEffect(() => {
    refresh.current = session.refresh;
  }, [session.refresh]);

  const version = picked ?? before.session?.flowVersion ?? meant(flow);
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

  // The address names the session as soon as there is one.
  const known = snapshot?.sessionId ?? null;
  useEffect(() => {
    if (known !== null) navigate(paths.test(flowId, { session: known }), { replace: true });
  }, [known, flowId, navigate]);

  useEffect(() => {
    if (call !== null && session.session !== undefined) call.saved(session.session);
  }, [call, session.session]);

  // One press on a flow's own button: the call begins by itself, once.
  const begun = useRef(false);
  const waits = asked.again !== null && before.session === undefined;
  useEffect(() => {
    const { mode } = asked;
    if (mode === null || asked.session !== null || call !== null || definition === undefined || waits) return;
    const timer = setTimeout(() => {
      if (begun.current) return;
      begun.current = true;
      const read = readVariables(text, definition.variables ?? {});
      start({ flowId, mode, version, variables: read.ok ? read.variables : {} }, inputs);
    });
    return () => clearTimeout(timer);
  }, [asked, call, definition, waits, text, start, flowId, version, inputs]);

  // After a reload the call of this tab goes on, unless it has ended meanwhile.
  const status = session.session?.status;
  useEffect(() => {
    if (call !== null || asked.session === null || status === undefined || ENDED.has(status)) return;
    const kept = keptCall(flowId, asked.session);
    if (kept === null || kept.over) return;
    const timer = setTimeout(() => resume(kept));
    return () => clearTimeout(timer);
  }, [call, asked.session, status, flowId, resume]);

  const setUp = useCallback(() => {
    begun.current = true;
    drop();
    setRepeat(null);
    navigate(paths.test(flowId));
  }, [drop, navigate, flowId]);

  const next = repeat?.inputs[done];
  const rejoin = () => {
    const kept = sessionId === null ? null : keptCall(flowId, sessionId);
    if (kept !== null) resume(kept);
  };
  const notices =
    call === null || snapshot === null ? null : (
      <CallNotices
        call={call}
        snapshot={snapshot}
        over={overWords(snapshot.over, session.session)}
        unread={session.phase === "away" ? session.failure : null}
        repeating={
          repeat === null || next === undefined
            ? null
            : { done, all: repeat.inputs.length, next: inWords(next, snapshot.mode) }
        }
        onStopRepeat={() => setRepeat(null)}
        ways={{
          again: () => used.plan !== null && start(used.plan, repeat?.inputs ?? []),
          rejoin: sessionId === null ? null : rejoin,
          instead: (mode) => used.plan !== null && start({ ...used.plan, mode }, repeat?.inputs ?? []),
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
        again={asked.again === null ? null : { sessionId: asked.again, inputs, read: before }}
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

function useAsked() {
  const search = useSearch();
  return useMemo(() => {
    const query = new URLSearchParams(search);
    return {
      mode: MODES.find((mode) => mode === query.get("mode")) ?? null,
      session: query.get("session"),
      again: query.get("again"),
      version: versionOf(query.get("version")),
    };
  }, [search]);
}

/** The preset that was used last. */
function offered(flowId: string): string {
  const { list, last } = readPresets(flowId, localStorage);
  const preset = list.find((each) => each.name === last);
  return preset === undefined ? "" : JSON.stringify(preset.variables, null, 2);
}
