/** The versions of a flow that a call can test, and the default one. */
import { draftDiffers } from "../../api/draft";
import type { FlowSummary } from "../../api/types";
import type { FlowVersion } from "../../session/read/useDefinition";
import { texts } from "../../texts";

type Revisions = Pick<FlowSummary, "draftRevision" | "latestVersion" | "publishedRevision">;

/** The draft if it differs from the published version, else the published one. */
export function defaultVersion(flow: Revisions): FlowVersion {
  return draftDiffers(flow) ? "draft" : "latest";
}

export function testableVersions(flow: Revisions): { version: FlowVersion; label: string }[] {
  const { latestVersion } = flow;
  const labels = texts.call.versions;
  if (latestVersion === null) return [{ version: "draft", label: labels.draftOnly }];
  const older = Array.from({ length: latestVersion - 1 }, (_, index) => latestVersion - 1 - index);
  return [
    {
      version: "draft",
      label: draftDiffers(flow) ? labels.draftDiffers(latestVersion) : labels.draftSame(latestVersion),
    },
    { version: "latest", label: labels.latest(latestVersion) },
    ...older.map((version) => ({ version, label: labels.version(version) })),
  ];
}

/** Reads a version from an address or a field; null if it is none. */
export function parseVersion(text: string | null): FlowVersion | null {
  if (text === "draft" || text === "latest") return text;
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : null;
}
