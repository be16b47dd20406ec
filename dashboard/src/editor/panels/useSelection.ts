/** The node that is chosen, which stands in the address, and the field that is to be gone to. */
import { useCallback, useState } from "react";
import { useSearchParams } from "wouter";
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import type { Path } from "../../flow/definition/json";
import { nodeOfProblem } from "../../flow/definition/problems";

/** `serial`: gone to again each time it is asked for. */
export interface FocusOn {
  path: Path;
  serial: number;
}

export function useSelection() {
  const [params, setParams] = useSearchParams();
  const [focusOn, setFocusOn] = useState<FocusOn | null>(null);
  const nodeId = params.get("node");

  const choose = useCallback(
    (chosen: string | null) => {
      setFocusOn(null);
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (chosen === null) after.delete("node");
          else after.set("node", chosen);
          return after;
        },
        { replace: true },
      );
    },
    [setParams],
  );

  const showProblem = useCallback(
    (problem: ProblemItem, of: FlowDefinition) => {
      const path = problem.path ?? [];
      choose(nodeOfProblem(problem, of));
      const within =
        path[0] === "nodes" && path[2] === "data" ? path.slice(3) : path[0] === "nodes" ? path.slice(2) : path;
      setFocusOn((before) => ({ path: within, serial: (before?.serial ?? 0) + 1 }));
    },
    [choose],
  );

  return { nodeId, choose, showProblem, focusOn };
}
