/** Where a flow stands between draft and publication, in words. */
import { draftDiffers } from "../../api/draft";
import type { FlowSummary } from "../../api/types";
import type { BadgeKind } from "../../ui/Badge";

type Revisions = Pick<FlowSummary, "draftRevision" | "latestVersion" | "publishedRevision">;

export function versionWords(flow: Revisions): string {
  return flow.latestVersion === null ? "not published" : `v${flow.latestVersion}`;
}

export function draftState(flow: Revisions): { words: string; kind: BadgeKind } {
  if (flow.latestVersion === null) return { words: "Draft only", kind: "neutral" };
  if (!draftDiffers(flow)) return { words: "Published as it is", kind: "good" };
  return { words: `Draft changed since v${flow.latestVersion}`, kind: "accent" };
}
