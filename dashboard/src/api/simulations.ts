/** Requests that make models call a flow, and judge the calls. */
import { api, body } from "./client";
import type { RunRequest, Simulation } from "./types";

export interface Asked {
  /** The ids of the tests whose callers call. */
  tests: readonly string[];
  version: number | "draft";
  /** Calls for each test. */
  calls: number;
  /** Tokens that all calls may use together. */
  budgetTokens: number;
}

/** What the calls use if each takes all its turns. Nothing runs. */
export function estimateCalls(flowId: string, asked: Asked, signal: AbortSignal): Promise<Simulation> {
  return run(flowId, { ...of(asked), simulate: { ...limits(asked), estimate: true } }, signal);
}

/** Begins calls. They stop after some seconds, until `goOn` is asked for. */
export function beginCalls(flowId: string, asked: Asked, signal: AbortSignal): Promise<Simulation> {
  return run(flowId, { ...of(asked), simulate: limits(asked) }, signal);
}

/** Goes on with the calls of a run. */
export function goOn(flowId: string, runId: string, signal: AbortSignal): Promise<Simulation> {
  return run(flowId, { simulate: { run: runId } }, signal);
}

const of = ({ tests, version }: Asked) => ({ tests: [...tests], version });
const limits = ({ calls, budgetTokens }: Asked) => ({ calls, budgetTokens });

async function run(flowId: string, request: RunRequest, signal: AbortSignal): Promise<Simulation> {
  const options = { params: { path: { flowId } }, body: request, signal };
  const { simulation } = body(await api.POST("/api/flows/{flowId}/tests/run", options));
  if (simulation === undefined) throw new Error("the answer has no simulation");
  return simulation;
}
