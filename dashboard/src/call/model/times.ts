/** Where turns' time went, as it becomes known: several messages may tell of one turn, each of other parts. */
import type { TurnTimes } from "../../session/model/live";
import { isObject } from "../../api/json";

type Part = keyof TurnTimes;

const PARTS: ReadonlySet<string> = new Set<Part>([
  "hearing",
  "network",
  "load",
  "step",
  "model",
  "tool",
  "save",
  "wait",
  "speaking",
]);

/** `times`, and what is new of one turn. Parts that nobody knows, and values that are no durations, are left out. */
export function withTimes(
  times: ReadonlyMap<string, TurnTimes>,
  turnId: string,
  millis: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, TurnTimes> {
  return new Map(times).set(turnId, { ...times.get(turnId), ...partsOf(millis) });
}

function partsOf(millis: Readonly<Record<string, unknown>>): TurnTimes {
  const parts: TurnTimes = {};
  for (const [name, value] of Object.entries(millis)) {
    if (isPart(name) && typeof value === "number" && Number.isFinite(value) && value >= 0) parts[name] = value;
  }
  return parts;
}

function isPart(name: string): name is Part {
  return PARTS.has(name);
}

interface TurnMessage {
  /** Null: words of the worker's own come next. */
  turnId: string | null;
  millis: Readonly<Record<string, unknown>>;
}

/** A `callflow.turn` message: {"turnId", "millis": {…}}; null for anything else. */
export function readTurnMessage(text: string): TurnMessage | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(read)) return null;
  const { turnId, millis } = read;
  if (typeof turnId !== "string" && turnId !== null) return null;
  return { turnId, millis: isObject(millis) ? millis : {} };
}

/** A Server-Timing header (`name;dur=1.5, …`) by name. */
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

/** What a round trip's parts are: what the API tells of, and the way there and back. */
export function turnTimes(roundTrip: number, header: string | null): Record<string, number> {
  const { total, ...parts } = readServerTiming(header);
  return total === undefined ? parts : { ...parts, network: Math.max(0, roundTrip - total) };
}
