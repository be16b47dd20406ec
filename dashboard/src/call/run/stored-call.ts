/** The call of this tab, stored over a reload: enough to join it again, and to restart it after it has ended. */
import { isObject, readJson } from "../../api/json";
import type { TurnTimes } from "../../session/model/live";
import { tabStorage, type SafeStorage } from "../../state/storage";
import type { PreparedRoom } from "../livekit/prepared-room";
import type { CallMode } from "../model/call";
import type { Variables } from "../presets/presets";
import type { PendingTurn } from "../simulated/process";

export interface StoredCall {
  flowId: string;
  sessionId: string;
  mode: CallMode;
  version: string;
  variables: Variables;
  /** Milliseconds since the epoch. */
  startedAt: number;
  times: ReadonlyMap<string, TurnTimes>;
  /** Joins the LiveKit room; null for a simulated call. */
  prepared: PreparedRoom | null;
  /** The room of a simulated call. */
  roomName: string;
  pending: PendingTurn | null;
  /** Whether the flow of a simulated call listens. */
  listens: boolean;
  /** The caller ended the call here; the page does not join it again. */
  over: boolean;
}

const KEY = "callflow.call";
const MODES: ReadonlySet<unknown> = new Set<CallMode>(["chat", "audio", "simulate"]);

/** If the browser stores nothing, a reload loses the call. An older call must not stay in its place. */
export function storeCall(call: StoredCall, storage: SafeStorage = tabStorage): void {
  if (!storage.write(KEY, JSON.stringify({ ...call, times: [...call.times] }))) storage.remove(KEY);
}

/** The stored call of this flow and session; null if there is none. */
export function readStoredCall(
  flowId: string,
  sessionId: string,
  storage: SafeStorage = tabStorage,
): StoredCall | null {
  const call = read(storage);
  if (call?.flowId !== flowId || call.sessionId !== sessionId) return null;
  return { ...call, times: new Map(call.times) };
}

export function markStoredCallOver(sessionId: string | null, storage: SafeStorage = tabStorage): void {
  const call = read(storage);
  if (call !== null && call.sessionId === sessionId) storage.write(KEY, JSON.stringify({ ...call, over: true }));
}

type CallInJson = Omit<StoredCall, "times"> & { times: [string, TurnTimes][] };

function read(storage: SafeStorage): CallInJson | null {
  const read = readJson(storage.read(KEY) ?? "null");
  return read.ok && isCall(read.value) ? read.value : null;
}

function isCall(value: unknown): value is CallInJson {
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

function isPrepared(value: unknown): value is PreparedRoom {
  return (
    isObject(value) &&
    ["sessionId", "roomName", "token", "identity", "serverUrl"].every((name) => typeof value[name] === "string")
  );
}
