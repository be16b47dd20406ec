/** A call, on or over: its session in the picture, its controls, and where the caller writes. */
import { useState, type ReactNode } from "react";
import type { FlowRead } from "../../api/types";
import { SessionView } from "../../session/SessionView";
import type { UsedSession } from "../../session/read/useSession";
import type { CallMode } from "../model/call";
import { CallControls } from "../controls/CallControls";
import { Composer } from "../composer/Composer";
import { keptCall } from "../run/kept-call";
import { PastControls, PastNotice } from "../controls/PastControls";
import { inputsOf, type Input } from "../run/repeat";
import { versionOf, type Plan } from "../run/start-call";
import type { UsedCall } from "../run/useCall";
import { useHeldDefinition } from "../run/useHeldDefinition";
import { meant } from "../presets/versions";

interface Props {
  flow: FlowRead;
  used: UsedCall;
  sessionId: string | null;
  session: UsedSession;
  notices: ReactNode;
  onStopRepeat: () => void;
  onStart: (plan: Plan, again: readonly Input[]) => void;
  onSetUp: () => void;
}

export function CallView({ flow, used, sessionId, session: read, notices, onStopRepeat, onStart, onSetUp }: Props) {
  const { call, snapshot } = used;
  const { session } = read;
  const [selected, setSelected] = useState<string | null>(null);
  const plan = used.plan ?? pastPlan(flow, sessionId, session?.testMetadata?.testMode ?? null);
  const version = session?.flowVersion ?? plan.version;
  const definition = useHeldDefinition(flow.flowId, version, sessionId ?? String(snapshot?.startedAt ?? 0));
  const inputs = inputsOf(session?.turns ?? []);
  const start = (mode: CallMode, again: readonly Input[] = []) => {
    setSelected(null);
    onStart({ ...plan, mode }, again);
  };
  const restart = () => start(plan.mode);
  const same = inputs.length === 0 ? null : () => start(plan.mode, inputs);

  const common = { session, definition, selectedTurn: selected, onSelectTurn: setSelected };
  if (call === null || snapshot === null) {
    return (
      <SessionView
        {...common}
        problem={<PastNotice read={read} />}
        controls={<PastControls mode={plan.mode} onRestart={restart} onRepeat={same} onSetUp={onSetUp} />}
      />
    );
  }
  return (
    <SessionView
      {...common}
      live={snapshot.live}
      problem={notices}
      controls={
        <CallControls
          call={call}
          snapshot={snapshot}
          onEnd={() => {
            onStopRepeat();
            used.end();
          }}
          onRestart={restart}
          onRepeat={same}
          onSetUp={onSetUp}
        />
      }
      composer={<Composer key={snapshot.startedAt} call={call} snapshot={snapshot} />}
    />
  );
}

/** Of a session whose call is not on in this page: as this tab kept it, or as the flow is tested by itself. */
function pastPlan(flow: FlowRead, sessionId: string | null, mode: CallMode | null): Plan {
  const kept = sessionId === null ? null : keptCall(flow.flowId, sessionId);
  return {
    flowId: flow.flowId,
    mode: kept?.mode ?? mode ?? "chat",
    version: versionOf(kept?.version ?? null) ?? meant(flow),
    variables: kept?.variables ?? {},
  };
}
