/** The state of a flow's draft relative to its published version. */
import type { FlowSummary } from "./types";

export type Revisions = Pick<FlowSummary, "draftRevision" | "latestVersion" | "publishedRevision">;

export type DraftState = "unpublished" | "published" | "changed";

export function draftState({ draftRevision, latestVersion, publishedRevision }: Revisions): DraftState {
  if (latestVersion === null) return "unpublished";
  return draftRevision === publishedRevision ? "published" : "changed";
}

/** Whether the draft differs from the latest version. True if the flow was never published. */
export function draftDiffers(flow: Revisions): boolean {
  return draftState(flow) !== "published";
}
