/** The requests about a flow's versions: the list, the gate, replays, and the agents that give versions to calls. */
import { api, body } from "./client";
import type { components } from "./generated/openapi";
import { asFailure } from "./failure";
import type { Agent, Environment, Gate, Replay, ReplayJob, ReplayJobSummary } from "./types";

export const versionKeys = {
  list: (flowId: string) => ["flow", flowId, "versions", "pages"] as const,
  gate: (flowId: string) => ["flow", flowId, "gate"] as const,
  /** The replays of a flow that took longer than their requests. */
  replays: (flowId: string) => ["flow", flowId, "replays"] as const,
  /** One of them. `attempt`: a gate gives the replay of the next attempt the same id. */
  replay: (flowId: string, job: string, attempt: number) => ["flow", flowId, "replays", job, attempt] as const,
  /** The agents and the environments of a flow. */
  giversOf: (flowId: string) => ["givers", flowId] as const,
};

/** One page of a flow's versions, newest first. */
export async function listVersions(flowId: string, cursor: string | null) {
  const query = { limit: 50, ...(cursor === null ? {} : { cursor }) };
  return body(await api.GET("/api/flows/{flowId}/versions", { params: { path: { flowId }, query } }));
}

/** Make a version the draft. Nothing is published. */
export async function restoreVersion(flowId: string, version: number) {
  const path = { flowId, version: String(version) };
  return body(await api.POST("/api/flows/{flowId}/versions/{version}/restore", { params: { path } }));
}

export async function readGate(flowId: string): Promise<Gate> {
  return body(await api.GET("/api/flows/{flowId}/gate", { params: { path: { flowId } } }));
}

export async function saveGate(flowId: string, gate: components["schemas"]["GateBody"]): Promise<Gate> {
  return body(await api.PUT("/api/flows/{flowId}/gate", { params: { path: { flowId } }, body: gate }));
}

/** The agents of a flow: the first 500 of the organization are looked at. */
export async function agentsOf(flowId: string): Promise<readonly Agent[]> {
  const agents: Agent[] = [];
  let cursor: string | null = null;
  let read = 0;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const page: components["schemas"]["AgentList"] = body(await api.GET("/api/agents", { params: { query } }));
    agents.push(...page.agents.filter((agent) => agent.flowId === flowId));
    read += page.agents.length;
    cursor = page.cursor;
  } while (cursor !== null && read < 500);
  return agents;
}

/** Give an agent other versions. The rest of its configuration stays as it is now. */
export async function setVersions(agentId: string, flowVersion: Agent["flowVersion"]): Promise<Agent> {
  const read = await api.GET("/api/agents/{agentId}", { params: { path: { agentId } } });
  const { agentId: id, ...now } = body(read);
  const params = { path: { agentId: id } };
  return body(await api.PUT("/api/agents/{agentId}", { params, body: { ...now, flowVersion } }));
}

/** The named environments of a flow, without its draft. */
export async function environmentsOf(flowId: string): Promise<readonly Environment[]> {
  const read = await api.GET("/api/flows/{flowId}/environments", { params: { path: { flowId } } });
  return body(read).environments.filter(({ version }) => version !== "draft");
}

/** Give an environment other versions. `override`: why, if the flow's gate refuses one of them. */
export async function setEnvironment(
  flowId: string,
  name: string,
  given: components["schemas"]["EnvironmentBody"],
): Promise<Environment> {
  const params = { path: { flowId, name } };
  return body(await api.PUT("/api/flows/{flowId}/environments/{name}", { params, body: given }));
}

/** Which recorded calls a replay takes. */
export type ReplayChoice = Pick<
  components["schemas"]["ReplayRequest"],
  "last" | "sample" | "recordedVersions" | "statuses"
>;

/** Fold recorded calls through a version. `version`: a number, `latest` or `draft`. */
export async function replayCalls(
  flowId: string,
  version: number | "latest" | "draft",
  choice: ReplayChoice,
): Promise<Replay> {
  const params = { path: { flowId } };
  return body(await api.POST("/api/flows/{flowId}/replay", { params, body: { version, ...choice } }));
}

/** A replay that took longer than its request, as far as it has come. */
export async function readReplay(flowId: string, job: string): Promise<ReplayJob> {
  const params = { path: { flowId }, query: { job } };
  const read = body(await api.GET("/api/flows/{flowId}/replay", { params }));
  if ("jobs" in read) throw asFailure(new Error("The API answered with a list of replays."));
  return read;
}

/** The newest replays of a flow that took longer than their requests. */
export async function listReplays(flowId: string): Promise<readonly ReplayJobSummary[]> {
  const read = body(await api.GET("/api/flows/{flowId}/replay", { params: { path: { flowId } } }));
  return "jobs" in read ? read.jobs : [];
}
