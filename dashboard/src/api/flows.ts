/** The requests about flows, and the keys under which their responses are cached. */
import { api, body } from "./client";
import { asFailure, type ProblemItem } from "./failure";
import type {
  FlowDefinition,
  FlowRead,
  FlowSummary,
  FlowVersion,
  ImportedFlow,
  ServerTools,
  ToolList,
  ToolTest,
  ToolTestResult,
} from "./types";

export const keys = {
  flows: ["flows"] as const,
  /** The first flows by id, for a search. */
  searched: (most: number) => ["flows", "searched", most] as const,
  /** All versions of a flow. Saving a draft invalidates them. */
  flow: (flowId: string | null) => ["flow", flowId] as const,
  version: (flowId: string | null, version: number | string | null) => ["flow", flowId, version] as const,
  toolTest: (flowId: string, nodeId: string, tool: string) => ["toolTest", flowId, nodeId, tool] as const,
  serverTools: ({ server, headers }: Required<Omit<ToolList, "nodeId">>) => ["serverTools", server, headers] as const,
  /** The flows that a form offers, and the versions of one of them. */
  choices: ["flowChoices"] as const,
  versions: (flowId: string) => ["flow", flowId, "versions"] as const,
  sessionsToday: (flowId: string) => ["sessionsToday", flowId] as const,
};

export async function listFlows(cursor: string | null) {
  return body(
    await api.GET("/api/flows", { params: { query: { limit: 50, ...(cursor === null ? {} : { cursor }) } } }),
  );
}

/** The first flows by id, at least `most` of them if there are so many, and whether these are all. */
export async function flowsUpTo(
  most: number,
  signal?: AbortSignal,
): Promise<{ flows: readonly FlowSummary[]; complete: boolean }> {
  const flows: FlowSummary[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const options = { params: { query }, ...(signal === undefined ? {} : { signal }) };
    const page: Awaited<ReturnType<typeof listFlows>> = body(await api.GET("/api/flows", options));
    flows.push(...page.flows);
    cursor = page.cursor;
  } while (cursor !== null && flows.length < most);
  return { flows, complete: cursor === null };
}

/** The first 500 flows. */
export async function firstFlows(): Promise<readonly FlowSummary[]> {
  return (await flowsUpTo(500)).flows;
}

/** The newest versions of a flow, at most 100. */
export async function newestVersions(flowId: string): Promise<readonly FlowVersion[]> {
  const response = await api.GET("/api/flows/{flowId}/versions", {
    params: { path: { flowId }, query: { limit: 100 } },
  });
  return body(response).versions;
}

/** `version`: a number, `draft` or `latest`. */
export async function readFlow(flowId: string, version: number | string, signal?: AbortSignal): Promise<FlowRead> {
  const response = await api.GET("/api/flows/{flowId}", {
    params: { path: { flowId }, query: { version: String(version) } },
    ...(signal === undefined ? {} : { signal }),
  });
  return body(response);
}

/** The draft of a flow; null if there is no such flow. */
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

/** Delete the draft of a flow, its tests, its gate and its environments. */
export async function deleteFlow(flowId: string): Promise<void> {
  await api.DELETE("/api/flows/{flowId}", { params: { path: { flowId } } });
}

/** `override`: why a draft is published that the gate refuses. */
export async function publishFlow(flowId: string, options: { note?: string; override?: string } = {}) {
  return body(await api.POST("/api/flows/{flowId}/publish", { params: { path: { flowId } }, body: options }));
}

export async function checkFlow(flowId: string, definition: FlowDefinition): Promise<readonly ProblemItem[]> {
  return body(await api.POST("/api/flows/{flowId}/check", { params: { path: { flowId } }, body: definition })).problems;
}

/** Make a flow of the export of another product. Nothing is saved. `content`: JSON, or the Base64 of a zip file. */
export async function importFlow(content: string): Promise<ImportedFlow> {
  return body(await api.POST("/api/flows/import", { body: {}, bodySerializer: () => content }));
}

/** Call a tool once. A tool that fails is a result too. */
export async function testTool(flowId: string, test: ToolTest): Promise<ToolTestResult> {
  return body(await api.POST("/api/flows/{flowId}/tools/test", { params: { path: { flowId } }, body: test }));
}

/** List the tools of an MCP server. A server that does not answer is a result too. */
export async function listServerTools(flowId: string, list: ToolList): Promise<ServerTools> {
  return body(await api.POST("/api/flows/{flowId}/tools/list", { params: { path: { flowId } }, body: list }));
}

/** The newest 100 sessions of a flow, and a cursor if there are more. */
export async function newestSessions(flowId: string) {
  const response = await api.GET("/api/flows/{flowId}/sessions", {
    params: { path: { flowId }, query: { limit: 100 } },
  });
  return body(response);
}
