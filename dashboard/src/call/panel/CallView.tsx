/** A call, current or past: its session's view, its controls, and the message field. */
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { readFlow } from "../../api/flows";
import type { FlowDefinition, FlowRead } from "../../api/types";
import { MakeTestButton, TestNotMade, useMakeTest } from "../../session/MakeTest";
import { SessionView } from "../../session/SessionView";
import type { UsedSession } from "../../session/read/useSession";
import type { CallMode } from "../model/call";
import { CallControls } from "../controls/CallControls";
import { Composer } from "../composer/Composer";
import { readStoredCall } from "../run/stored-call";
import { PastControls, PastNotice } from "../controls/PastControls";
import { inputsOf, type Input } from "../run/repeat";
import type { Plan } from "../run/start-call";
import type { UsedCall } from "../run/useCall";
import type { FlowVersion } from "../../session/read/useDefinition";
import { defaultVersion, parseVersion } from "../presets/versions";

interface Props {
  flow: FlowRead;
  currentCall: UsedCall;
  sessionId: string | null;
  session: UsedSession;
  notices: ReactNode;
  onStopRepeat: () => void;
  onStart: (plan: Plan, again: readonly Input[]) => void;
  onSetUp: () => void;
}

export function CallView({
  flow,
  currentCall,
  sessionId,
  session: read,
  notices,
  onStopRepeat,
  onStart,
  onSetUp,
}: Props) {
  const { call, snapshot } = currentCall;
  const { session } = read;
  const [selected, setSelected] = useState<string | null>(null);
  const testMode = session?.testMetadata?.testMode;
  const mode = testMode === undefined || testMode === "simulated" ? null : testMode;
  const plan = currentCall.plan ?? pastPlan(flow, sessionId, mode);
  const making = useMakeTest(session);
  const version = session?.flowVersion ?? plan.version;
  const definition = useFixedDefinition(flow.flowId, version, sessionId ?? String(snapshot?.startedAt ?? 0));
  const inputs = inputsOf(session?.turns ?? []);
  const start = (chosen: CallMode, again: readonly Input[] = []) => {
    setSelected(null);
    onStart({ ...plan, mode: chosen }, again);
  };
  const restart = () => start(plan.mode);
  const repeat = inputs.length === 0 ? null : () => start(plan.mode, inputs);

  const makeTest = inputs.length === 0 ? null : <MakeTestButton making={making} />;
  const common = { session, definition, selectedTurn: selected, onSelectTurn: setSelected };
  if (call === null || snapshot === null) {
    return (
      <SessionView
        {...common}
        problem={
          <>
            <PastNotice read={read} />
            <TestNotMade making={making} />
          </>
        }
        controls={
          <PastControls mode={plan.mode} onRestart={restart} onRepeat={repeat} onSetUp={onSetUp}>
            {makeTest}
          </PastControls>
        }
      />
    );
  }
  return (
    <SessionView
      {...common}
      live={snapshot.live}
      problem={
        <>
          {notices}
          <TestNotMade making={making} />
        </>
      }
      controls={
        <CallControls
          call={call}
          snapshot={snapshot}
          onEnd={() => {
            onStopRepeat();
            currentCall.end();
          }}
          onRestart={restart}
          onRepeat={repeat}
          onSetUp={onSetUp}
        >
          {makeTest}
        </CallControls>
      }
      composer={<Composer key={snapshot.startedAt} call={call} snapshot={snapshot} />}
    />
  );
}

/** The plan of a session without a call in this page: the stored one, or the flow's defaults. */
function pastPlan(flow: FlowRead, sessionId: string | null, mode: CallMode | null): Plan {
  const stored = sessionId === null ? null : readStoredCall(flow.flowId, sessionId);
  return {
    flowId: flow.flowId,
    mode: stored?.mode ?? mode ?? "chat",
    version: parseVersion(stored?.version ?? null) ?? defaultVersion(flow),
    variables: stored?.variables ?? {},
  };
}

/** The flow's definition as this call runs it. A draft that changes during the call does not change it. */
function useFixedDefinition(flowId: string, version: FlowVersion, call: string): FlowDefinition | undefined {
  const { data } = useQuery({
    queryKey: ["flow of a call", flowId, version, call],
    queryFn: ({ signal }) => readFlow(flowId, version, signal),
    staleTime: Infinity,
  });
  return data?.definition;
}
