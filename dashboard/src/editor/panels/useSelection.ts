/** The selected node, which the URL names as `?node=`, and the field to focus. */
import { useCallback, useState } from "react";
import { useSearchParams } from "wouter";
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import type { Path } from "../../flow/definition/json";
import { nodeOfProblem } from "../../flow/definition/problems";

/** `serial` differs for each request, so that a second request for the same field focuses it again. */
export interface FocusOn {
  path: Path;
  serial: number;
}

export function useSelection() {
  const [params, setParams] = useSearchParams();
  const [focusOn, setFocusOn] = useState<FocusOn | null>(null);
  const nodeId = params.get("node");

  const select = useCallback(
    (nodeId: string | null) => {
      setFocusOn(null);
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (nodeId === null) after.delete("node");
          else after.set("node", nodeId);
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
      select(nodeOfProblem(problem, of));
      const within =
        path[0] === "nodes" && path[2] === "data" ? path.slice(3) : path[0] === "nodes" ? path.slice(2) : path;
      setFocusOn((before) => ({ path: within, serial: (before?.serial ?? 0) + 1 }));
    },
    [select],
  );

  /** Show the flow's settings and focus a field of them. */
  const showSetting = useCallback(
    (path: Path) => {
      select(null);
      setFocusOn((before) => ({ path, serial: (before?.serial ?? 0) + 1 }));
    },
    [select],
  );

  return { nodeId, select, showProblem, showSetting, focusOn };
}
