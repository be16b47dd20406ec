/** How a flow's draft stands to what is published of it. */
import type { FlowSummary } from "./types";

type Revisions = Pick<FlowSummary, "draftRevision" | "latestVersion" | "publishedRevision">;

/** The draft was changed since it was published last, or never was. */
export function draftDiffers({ draftRevision, latestVersion, publishedRevision }: Revisions): boolean {
  return latestVersion === null || draftRevision !== publishedRevision;
}
