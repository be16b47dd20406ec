/** Creates flows, unless an id is taken. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { findDraft, keys, saveFlow } from "../../api/flows";
import type { NamedFlow } from "./imported-flows";

interface CreateFlow {
  busy: boolean;
  failure: ApiFailure | null;
  /** The id of the last attempt that was taken, if one was. */
  taken: string | null;
  /** Returns whether the flows were created, in their order. `replace`: overwrite the drafts of existing flows. */
  create: (flows: readonly NamedFlow[], replace: boolean) => Promise<boolean>;
}

export function useCreateFlow(): CreateFlow {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [taken, setTaken] = useState<string | null>(null);

  async function create(flows: readonly NamedFlow[], replace: boolean): Promise<boolean> {
    setBusy(true);
    setFailure(null);
    setTaken(null);
    try {
      for (const { flowId } of replace ? [] : flows) {
        if ((await findDraft(flowId)) === null) continue;
        setTaken(flowId);
        return false;
      }
      for (const { flowId, definition } of flows) {
        await saveFlow(flowId, definition);
        client.removeQueries({ queryKey: keys.flow(flowId) });
      }
      void client.invalidateQueries({ queryKey: keys.flows });
      return true;
    } catch (thrown) {
      setFailure(asFailure(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { busy, failure, taken, create };
}
