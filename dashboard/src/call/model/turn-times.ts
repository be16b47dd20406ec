/** Reads the times of turns. Several messages may report one turn, each with other times. */
import { isObject, readJson } from "../../api/json";
import type { TurnTimes } from "../../session/model/live";

type Name = keyof TurnTimes;

const NAMES: ReadonlySet<string> = new Set<Name>([
  "hearing",
  "network",
  "load",
  "step",
  "model",
  "tool",
  "save",
  "wait",
  "speaking",
  "firstWord",
]);

/** Returns `times` with the new times of one turn. Unknown names and values that are not durations are omitted. */
export function withTimes(
  times: ReadonlyMap<string, TurnTimes>,
  turnId: string,
  millis: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, TurnTimes> {
  return new Map(times).set(turnId, { ...times.get(turnId), ...known(millis) });
}

function known(millis: Readonly<Record<string, unknown>>): TurnTimes {
  const times: TurnTimes = {};
  for (const [name, value] of Object.entries(millis)) {
    if (isName(name) && typeof value === "number" && Number.isFinite(value) && value >= 0) times[name] = value;
  }
  return times;
}

function isName(name: string): name is Name {
  return NAMES.has(name);
}

interface TurnMessage {
  /** Null: the worker's next utterance belongs to no turn. */
  turnId: string | null;
  millis: Readonly<Record<string, unknown>>;
}

/** Reads a `callflow.turn` message, {"turnId", "millis": {…}}; null for anything else. */
export function readTurnMessage(text: string): TurnMessage | null {
  const read = readJson(text);
  if (!read.ok || !isObject(read.value)) return null;
  const { turnId, millis } = read.value;
  if (typeof turnId !== "string" && turnId !== null) return null;
  return { turnId, millis: isObject(millis) ? millis : {} };
}

/** Reads a Server-Timing header (`name;dur=1.5, …`) into milliseconds by name. */
export function readServerTiming(header: string | null): Record<string, number> {
  const millis: Record<string, number> = {};
  for (const entry of (header ?? "").split(",")) {
    const [name = "", ...parameters] = entry.split(";").map((part) => part.trim());
    const duration = parameters.find((parameter) => parameter.startsWith("dur="))?.slice("dur=".length);
    const value = Number(duration);
    if (name !== "" && duration !== undefined && Number.isFinite(value)) millis[name] = value;
  }
  return millis;
}

/** The API's phases of a round trip, and the rest as `network`. `roundTrip` is in milliseconds. */
export function turnTimes(roundTrip: number, header: string | null): Record<string, number> {
  const { total, ...phases } = readServerTiming(header);
  return total === undefined ? phases : { ...phases, network: Math.max(0, roundTrip - total) };
}
