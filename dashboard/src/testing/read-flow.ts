/** The sample flow as the API reads it. */
import type { FlowRead } from "../api/types";
import { sampleFlow } from "./sample-flow";

export function readOf(flowId: string): FlowRead {
  return {
    flowId,
    name: "Support",
    draftRevision: 4,
    latestVersion: 3,
    publishedRevision: 3,
    updatedAt: "2026-01-01T00:00:00Z",
    warnings: 0,
    version: "draft",
    revision: 4,
    definition: sampleFlow(),
  };
}
