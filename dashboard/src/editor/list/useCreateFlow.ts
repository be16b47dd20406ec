/** Creates a flow, unless its id is taken. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { findDraft, keys, saveFlow } from "../../api/flows";

interface CreateFlow {
  busy: boolean;
  failure: ApiFailure | null;
  /** The id of the last attempt, if it was taken. */
  taken: string | null;
  /** Returns whether the flow was created. `replace`: overwrite the draft of an existing flow. */
  create: (flowId: string, definition: FlowDefinition, replace: boolean) => Promise<boolean>;
}

export function useCreateFlow(): CreateFlow {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [taken, setTaken] = useState<string | null>(null);

  async function create(flowId: string, definition: FlowDefinition, replace: boolean): Promise<boolean> {
    setBusy(true);
    setFailure(null);
    setTaken(null);
    try {
      if (!replace && (await findDraft(flowId)) !== null) {
        setTaken(flowId);
        return false;
      }
      await saveFlow(flowId, definition);
      client.removeQueries({ queryKey: keys.flow(flowId) });
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
