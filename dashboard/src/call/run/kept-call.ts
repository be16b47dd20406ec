/** The call of this tab, kept over a reload: enough to join it again, and to start it over when it has ended. */
import type { TurnTimes } from "../../session/model/live";
import type { CallMode } from "../model/call";
import { isObject, readJson } from "../../api/json";
import type { Prepared } from "../model/prepared";
import type { Variables } from "../presets/presets";
import type { PendingTurn } from "../simulated/process";

export interface KeptCall {
  flowId: string;
  sessionId: string;
  mode: CallMode;
  version: string;
  variables: Variables;
  startedAt: number;
  times: ReadonlyMap<string, TurnTimes>;
  /** What a room of LiveKit is joined with. */
  prepared: Prepared | null;
  /** What a simulated call posts to. */
  roomName: string;
  pending: PendingTurn | null;
  /** Of a simulated call: the flow listens. */
  listens: boolean;
  /** It was ended here: it is not joined again. */
  over: boolean;
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "callflow.call";
const MODES: ReadonlySet<unknown> = new Set<CallMode>(["chat", "audio", "simulate"]);

/** Where the browser keeps nothing, a reload loses the connection, and the page works all the same. */
export function keepCall(call: KeptCall, storage: Kept = sessionStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify({ ...call, times: [...call.times] }));
  } catch {
    storage.removeItem(KEY);
  }
}

export function keptCall(flowId: string, sessionId: string, storage: Kept = sessionStorage): KeptCall | null {
  const read = readJson(storage.getItem(KEY) ?? "null");
  if (!read.ok || !isKept(read.value)) return null;
  const { value } = read;
  if (value.flowId !== flowId || value.sessionId !== sessionId) return null;
  return { ...value, times: new Map(value.times) };
}

export function endKept(sessionId: string | null, storage: Kept = sessionStorage): void {
  const read = readJson(storage.getItem(KEY) ?? "null");
  if (!read.ok || !isKept(read.value) || read.value.sessionId !== sessionId) return;
  storage.setItem(KEY, JSON.stringify({ ...read.value, over: true }));
}

type Stored = Omit<KeptCall, "times"> & { times: [string, TurnTimes][] };

function isKept(value: unknown): value is Stored {
  return (
    isObject(value) &&
    typeof value.flowId === "string" &&
    typeof value.sessionId === "string" &&
    typeof value.version === "string" &&
    typeof value.roomName === "string" &&
    typeof value.startedAt === "number" &&
    typeof value.over === "boolean" &&
    typeof value.listens === "boolean" &&
    MODES.has(value.mode) &&
    isObject(value.variables) &&
    (value.prepared === null || isPrepared(value.prepared)) &&
    (value.pending === null || (isObject(value.pending) && typeof value.pending.turnId === "string")) &&
    Array.isArray(value.times) &&
    value.times.every((each: unknown) => Array.isArray(each) && typeof each[0] === "string" && isObject(each[1]))
  );
}

function isPrepared(value: unknown): value is Prepared {
  return (
    isObject(value) &&
    ["sessionId", "roomName", "token", "identity", "serverUrl"].every((name) => typeof value[name] === "string")
  );
}
