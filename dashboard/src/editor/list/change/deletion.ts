/** Deletes a flow, and keeps in this page what brings it back. */
import { allTests } from "../../../api/flow-tests";
import { deleteFlow, findDraft, saveFlow } from "../../../api/flows";
import type { FlowDefinition, Gate, StoredTest } from "../../../api/types";
import { readGate, saveGate } from "../../../api/versions";
import { readUnsaved, removeUnsaved, storeUnsaved, type Unsaved } from "../../draft/unsaved";
import { saveTests } from "./duplicate";

export interface Deleted {
  flowId: string;
  name: string;
  /** Null if the flow was never published. */
  latestVersion: number | null;
  definition: FlowDefinition;
  tests: readonly StoredTest[];
  gate: Gate;
  unsaved: Unsaved | null;
}

/** Null if there is no such flow any more. Throws an `ApiFailure` if the flow is still there. */
export async function deleteAndKeep(flowId: string): Promise<Deleted | null> {
  const draft = await findDraft(flowId);
  if (draft === null) return null;
  const [tests, gate] = await Promise.all([allTests(flowId, new AbortController().signal), readGate(flowId)]);
  await deleteFlow(flowId);
  const unsaved = readUnsaved(flowId);
  removeUnsaved(flowId);
  const { name, latestVersion, definition } = draft;
  return { flowId, name: name || flowId, latestVersion, definition, tests, gate, unsaved };
}

/** Returns false if the id is taken again. Throws an `ApiFailure`; a second attempt continues. */
export async function bringBack(deleted: Deleted, saved: boolean, onSaved: () => void): Promise<boolean> {
  const { flowId, definition, tests, gate, unsaved } = deleted;
  if (!saved) {
    if ((await findDraft(flowId)) !== null) return false;
    const { revision } = await saveFlow(flowId, definition);
    onSaved();
    if (unsaved !== null) storeUnsaved(flowId, { ...unsaved, revision });
  }
  const result = await saveTests(flowId, tests);
  if (result.kind === "partly") throw result.failure;
  await saveGate(flowId, gate);
  return true;
}
