/** A flow in one of its versions, and the key by which the page keeps it. */
import { api, body } from "./client";
import type { FlowRead } from "./types";

/** `version`: a number, `draft` or `latest`. */
export async function readFlow(flowId: string, version: number | string, signal?: AbortSignal): Promise<FlowRead> {
  const answer = await api.GET("/api/flows/{flowId}", {
    params: { path: { flowId }, query: { version: String(version) } },
    ...(signal === undefined ? {} : { signal }),
  });
  return body(answer);
}

/** Of all versions of a flow: what is saved of it makes each of them old. */
export function flowKey(flowId: string | null) {
  return ["flow", flowId] as const;
}

export function versionKey(flowId: string | null, version: number | string | null) {
  return [...flowKey(flowId), version] as const;
}
