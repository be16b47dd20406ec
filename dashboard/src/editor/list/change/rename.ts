/** Renames a flow: its draft gets the name, and its id stays. */
import { findDraft, saveFlow } from "../../../api/flows";
import { setName } from "../../../flow/definition/edits";
import { readUnsaved, storeUnsaved } from "../../draft/unsaved";

export type Renamed =
  | { kind: "renamed" }
  /** Somebody has given the flow another name since it was read. */
  | { kind: "moved"; name: string }
  | { kind: "missing" };

/**
 * `from`: the name that the author saw. The newest draft is renamed, so changes that others have saved stay. Changes in
 * this browser that were made to that draft get the name too, and go on from the new revision.
 */
export async function renameFlow(flowId: string, from: string, to: string): Promise<Renamed> {
  const draft = await findDraft(flowId);
  if (draft === null) return { kind: "missing" };
  if (draft.definition.name !== from) return { kind: "moved", name: draft.definition.name };
  const { revision } = await saveFlow(flowId, setName(draft.definition, to));
  const unsaved = readUnsaved(flowId);
  if (unsaved !== null && unsaved.revision === draft.draftRevision) {
    storeUnsaved(flowId, { ...unsaved, definition: setName(unsaved.definition, to), revision });
  }
  return { kind: "renamed" };
}
