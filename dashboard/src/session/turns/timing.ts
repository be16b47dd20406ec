/** The known times of a turn by phase. */
import type { Turn } from "../../api/types";
import { texts } from "../../texts";
import type { Phase, TurnTimes } from "../model/live";

interface PhaseTime {
  phase: Phase;
  millis: number;
}

export interface Timing {
  phases: PhaseTime[];
  /** Milliseconds. */
  total: number;
  /** Milliseconds from the end of the caller's input to the first word of the reply; null if unknown. */
  firstWord: number | null;
  /** False if only the trace is known. The trace has only the phases `step`, `model` and `tool`. */
  complete: boolean;
}

/** The phases in their order in a turn. */
const ORDER: readonly Phase[] = ["hearing", "network", "load", "wait", "step", "model", "tool", "save", "speaking"];

/** Merges the times of a live call with those of the trace. The times of the call take precedence. */
export function timingOf(turn: Turn, times: TurnTimes | undefined): Timing {
  const known: TurnTimes = { ...traced(turn), ...times };
  const phases = ORDER.flatMap((phase) => {
    const millis = known[phase];
    return millis === undefined || !Number.isFinite(millis) || millis <= 0 ? [] : [{ phase, millis }];
  });
  return {
    phases,
    total: phases.reduce((sum, { millis }) => sum + millis, 0),
    firstWord: known.firstWord ?? null,
    complete: times !== undefined && Object.keys(times).length > 0,
  };
}

function traced(turn: Turn): TurnTimes {
  const effects = (kind: string) =>
    turn.effects.filter((effect) => effect.kind === kind).reduce((sum, { millis }) => sum + millis, 0);
  return {
    step: turn.nodes.reduce((sum, { millis }) => sum + millis, 0),
    model: effects("AskModel"),
    tool: effects("CallTool") + effects("CallMcp"),
  };
}

/** `0.4 ms`, `38 ms`, `1.2 s`. */
export function millisText(millis: number): string {
  const labels = texts.session.timing;
  if (millis < 0.1) return labels.under(0.1);
  if (millis < 1) return labels.millis(millis.toFixed(1));
  if (millis < 1000) return labels.millis(String(Math.round(millis)));
  return labels.seconds((millis / 1000).toFixed(millis < 10_000 ? 1 : 0));
}

/** Describes the bar for screen readers. */
export function timingText({ phases, total }: Timing): string {
  const labels = texts.session.timing;
  if (phases.length === 0) return labels.none;
  return labels.summary(
    millisText(total),
    phases.map(({ phase, millis }) => `${labels.phases[phase]} ${millisText(millis)}`),
  );
}
