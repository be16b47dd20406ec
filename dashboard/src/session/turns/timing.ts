/** Where the time of a turn went, part by part, as far as it is known. */
import type { Turn } from "../../api/types";
import type { TurnTimes } from "../model/live";

interface TimePart {
  part: keyof TurnTimes;
  millis: number;
}

export interface Timing {
  parts: TimePart[];
  total: number;
  /** False: from the trace alone, which knows nothing of network, speech and saving. */
  whole: boolean;
}

/** In the order in which they follow each other. */
const ORDER: readonly (keyof TurnTimes)[] = [
  "hearing",
  "network",
  "load",
  "wait",
  "step",
  "model",
  "tool",
  "save",
  "speaking",
];

export const PART_WORDS: Record<keyof TurnTimes, string> = {
  hearing: "understanding speech",
  network: "network",
  load: "loading",
  wait: "waiting for another turn",
  step: "the flow itself",
  model: "language model",
  tool: "tools",
  save: "saving",
  speaking: "making speech",
};

/** What the call that is on knows of the turn, and for the rest what stands in its trace. */
export function timingOf(turn: Turn, times: TurnTimes | undefined): Timing {
  const known: TurnTimes = { ...traced(turn), ...times };
  const parts = ORDER.flatMap((part) => {
    const millis = known[part];
    return millis === undefined || !Number.isFinite(millis) || millis <= 0 ? [] : [{ part, millis }];
  });
  return {
    parts,
    total: parts.reduce((sum, { millis }) => sum + millis, 0),
    whole: times !== undefined && Object.keys(times).length > 0,
  };
}

function traced(turn: Turn): TurnTimes {
  const effects = (kind: string) =>
    turn.effects.filter((effect) => effect.kind === kind).reduce((sum, { millis }) => sum + millis, 0);
  return {
    step: turn.nodes.reduce((sum, { millis }) => sum + millis, 0),
    model: effects("AskModel"),
    tool: effects("CallTool"),
  };
}

/** `0.4 ms`, `38 ms`, `1.2 s`. */
export function millisInWords(millis: number): string {
  if (millis < 0.1) return "under 0.1 ms";
  if (millis < 1) return `${millis.toFixed(1)} ms`;
  if (millis < 1000) return `${Math.round(millis)} ms`;
  return `${(millis / 1000).toFixed(millis < 10_000 ? 1 : 0)} s`;
}

/** For who does not see the bar. */
export function timingInWords({ parts, total }: Timing): string {
  if (parts.length === 0) return "No times are known.";
  return `${millisInWords(total)} in all: ${parts.map(({ part, millis }) => `${PART_WORDS[part]} ${millisInWords(millis)}`).join(", ")}.`;
}
