/** Makes a flow of an id, unless there is one already. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { findDraft, keys, saveFlow } from "../../api/flows";

interface Making {
  busy: boolean;
  failure: ApiFailure | null;
  /** The id that was found to be taken. */
  taken: string | null;
  /** Whether it was made. `replace`: also where there is a flow already, whose draft it becomes. */
  make: (flowId: string, definition: FlowDefinition, replace: boolean) => Promise<boolean>;
}

export function useCreateFlow(): Making {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [taken, setTaken] = useState<string | null>(null);

  async function make(flowId: string, definition: FlowDefinition, replace: boolean): Promise<boolean> {
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

  return { busy, failure, taken, make };
}
