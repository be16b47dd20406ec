/** The selected turn, and how to select another one. */
import { useCallback } from "react";
import type { Session } from "../api/types";
import { useStepKeys } from "./useStepKeys";

interface UsedTurns {
  count: number;
  /** Index of the selected turn; -1 if there is no turn yet. */
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
      // Null selects the newest turn, also after a new one.
      onSelectTurn(to >= count - 1 ? null : (turns?.[Math.max(0, to)]?.turnId ?? null));
    },
    [turns, count, onSelectTurn],
  );
  useStepKeys(useCallback((by) => step(index + by), [step, index]));
  return { count, index, turnId: turns?.[index]?.turnId ?? null, step };
}
