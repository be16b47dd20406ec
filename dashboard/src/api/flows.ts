/** What the pages of flows ask of the API. */
import { api, body } from "./client";
import { asFailure, type ProblemItem } from "./failure";
import { flowKey, readFlow, versionKey } from "./readFlow";
import type { FlowDefinition, FlowRead } from "./types";

export { readFlow };

export const keys = {
  flows: ["flows"] as const,
  flow: flowKey,
  version: versionKey,
  sessionsToday: (flowId: string) => ["sessionsToday", flowId] as const,
};

export async function listFlows(cursor: string | null) {
  return body(
    await api.GET("/api/flows", { params: { query: { limit: 50, ...(cursor === null ? {} : { cursor }) } } }),
  );
}

/** Null where there is no such flow. */
export async function findDraft(flowId: string): Promise<FlowRead | null> {
  try {
    return await readFlow(flowId, "draft");
  } catch (thrown) {
    if (asFailure(thrown).kind === "missing") return null;
    throw thrown;
  }
}

export async function saveFlow(flowId: string, definition: FlowDefinition) {
  return body(await api.PUT("/api/flows/{flowId}", { params: { path: { flowId } }, body: definition }));
}

export async function publishFlow(flowId: string) {
  return body(await api.POST("/api/flows/{flowId}/publish", { params: { path: { flowId } } }));
}

export async function checkFlow(flowId: string, definition: FlowDefinition): Promise<readonly ProblemItem[]> {
  return body(await api.POST("/api/flows/{flowId}/check", { params: { path: { flowId } }, body: definition })).problems;
}

export async function newestSessions(flowId: string) {
  const answer = await api.GET("/api/flows/{flowId}/sessions", { params: { path: { flowId }, query: { limit: 100 } } });
  return body(answer);
}
