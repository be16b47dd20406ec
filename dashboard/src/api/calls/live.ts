/** The requests about calls that are on. */
import { api, body } from "../client";
import type { components } from "../generated/openapi";

export type LiveCall = components["schemas"]["LiveCall"];
export type SupervisorRoom = components["schemas"]["SupervisorRoom"];
/** `listen`: the caller does not notice it. `takeOver`: speaks in place of the agent. */
export type SuperviseMode = SupervisorRoom["mode"];

export const liveKeys = { calls: ["calls"] as const };

/** Calls that are shown, at most. */
export const MOST_CALLS = 50;

/** The newest calls of the organization that are on, and whether there are more. */
export async function liveCalls(signal?: AbortSignal): Promise<{ calls: readonly LiveCall[]; more: boolean }> {
  const options = { params: { query: { limit: MOST_CALLS } }, ...(signal === undefined ? {} : { signal }) };
  const { calls, cursor } = body(await api.GET("/api/calls", options));
  return { calls, more: cursor !== null };
}

/** A token for the room of a call. */
export async function supervise(sessionId: string, mode: SuperviseMode): Promise<SupervisorRoom> {
  return body(
    await api.POST("/api/flows/sessions/{sessionId}/supervise", { params: { path: { sessionId } }, body: { mode } }),
  );
}

/** Tell the agent of a call something that the caller does not hear. */
export async function whisper(sessionId: string, text: string): Promise<void> {
  await api.POST("/api/flows/sessions/{sessionId}/whisper", { params: { path: { sessionId } }, body: { text } });
}
