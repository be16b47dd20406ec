/** Simulated calls that this page has begun: it goes on with them until they are done, or a person stops them. */
import { useEffect, useRef, useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { beginCalls, goOn, type Asked } from "../../api/simulations";
import type { Simulation } from "../../api/types";

/** Between two requests for a run with which another page goes on. */
const PAUSE_MS = 1000;

export interface UsedSimulation {
  simulation: Simulation | null;
  going: boolean;
  failure: ApiFailure | null;
  begin: (asked: Asked) => void;
  stop: () => void;
}

export function useSimulation(flowId: string): UsedSimulation {
  const [simulation, setSimulation] = useState<Simulation | null>(null);
  const [going, setGoing] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const asking = useRef<AbortController | null>(null);
  // A page that is left stops the calls, and so the cost.
  useEffect(() => () => asking.current?.abort(), []);

  const follow = async (asked: Asked, { signal }: AbortController) => {
    let now = await beginCalls(flowId, asked, signal);
    while (!signal.aborted) {
      setSimulation(now);
      if (now.left === 0 || now.run === null) return;
      const before = now;
      now = await goOn(flowId, now.run, signal);
      if (now.left === before.left && now.used.outputTokens === before.used.outputTokens) {
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    }
  };
  return {
    simulation,
    going,
    failure,
    begin: (asked) => {
      asking.current?.abort();
      const controller = new AbortController();
      asking.current = controller;
      setFailure(null);
      setSimulation(null);
      setGoing(true);
      void follow(asked, controller)
        .catch((error: unknown) => {
          if (!controller.signal.aborted) setFailure(asFailure(error));
        })
        .finally(() => {
          if (asking.current === controller) setGoing(false);
        });
    },
    stop: () => {
      asking.current?.abort();
      setGoing(false);
    },
  };
}
