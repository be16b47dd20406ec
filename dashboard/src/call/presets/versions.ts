/** Which versions of a flow can be tested, and which one is meant by itself. */
import { draftDiffers } from "../../api/draft";
import type { FlowSummary } from "../../api/types";
import type { FlowVersion } from "../../session/read/useDefinition";

type Known = Pick<FlowSummary, "draftRevision" | "latestVersion" | "publishedRevision">;

/** What the author works on: the draft where it differs, and else what is published. */
export function meant(flow: Known): FlowVersion {
  return draftDiffers(flow) ? "draft" : "latest";
}

export function versionsOf(flow: Known): { version: FlowVersion; words: string }[] {
  const { latestVersion } = flow;
  const draft: { version: FlowVersion; words: string } = {
    version: "draft",
    words:
      latestVersion === null
        ? "Draft (nothing is published yet)"
        : draftDiffers(flow)
          ? `Draft (differs from version ${latestVersion})`
          : `Draft (the same as version ${latestVersion})`,
  };
  if (latestVersion === null) return [draft];
  const older = Array.from({ length: latestVersion - 1 }, (_, index) => latestVersion - 1 - index);
  return [
    draft,
    { version: "latest", words: `Latest (version ${latestVersion})` },
    ...older.map((version) => ({ version, words: `Version ${version}` })),
  ];
}
