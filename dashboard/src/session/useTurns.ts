/** Which turn is looked at, and how to go to another. */
import { useCallback } from "react";
import type { Session } from "../api/types";
import { useStepKeys } from "./useStepKeys";

interface UsedTurns {
  count: number;
  /** Of the turn that is looked at; -1 where there is none yet. */
  index: number;
  turnId: string | null;
  step: (index: number) => void;
}

export function useTurns(
  session: Session | undefined,
  selectedTurn: string | null,
  onSelectTurn: (turnId: string | null) => void,
): UsedTurns {
  const turns = session?.turns;
  const count = turns?.length ?? 0;
  const found = selectedTurn === null ? -1 : (turns?.findIndex((turn) => turn.turnId === selectedTurn) ?? -1);
  const index = found < 0 ? count - 1 : found;
  const step = useCallback(
    (to: number) => {
      // The last is the newest: from there on, the view goes along.
      onSelectTurn(to >= count - 1 ? null : (turns?.[Math.max(0, to)]?.turnId ?? null));
    },
    [turns, count, onSelectTurn],
  );
  useStepKeys(useCallback((by) => step(index + by), [step, index]));
  return { count, index, turnId: turns?.[index]?.turnId ?? null, step };
}
