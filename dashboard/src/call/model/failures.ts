/** Turns what was thrown into a `CallFailure`: the kind, what happened, and what to do. */
import { ApiFailure, asFailure } from "../../api/failure";
import { texts } from "../../texts";
import type { CallFailure } from "./call";

const { failures } = texts.call;

interface Thrown {
  name: string;
  message: string;
  reason: unknown;
  status: unknown;
}

/** livekit-client's ConnectionErrorReason.NotAllowed. The library is not loaded here, so its numbers are copied. */
const NOT_ALLOWED = 0;
/** Reasons for which livekit-client has found that the server answers (InternalError, ServiceNotFound). */
const SERVER_ANSWERS: ReadonlySet<unknown> = new Set([2, 6]);

/** `secure`: whether the page is a secure context, which browsers require for a microphone. */
export function microphoneFailure(thrown: unknown, secure: boolean): CallFailure {
  return { kind: "noMicrophone", ...microphoneTexts(thrown, secure) };
}

function microphoneTexts(thrown: unknown, secure: boolean): { title: string; remedy: string } {
  if (!secure) return failures.insecurePage;
  const { name, message } = read(thrown);
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return failures.microphoneDenied;
    case "NotFoundError":
    case "OverconstrainedError":
      return failures.microphoneMissing;
    case "NotReadableError":
    case "AbortError":
      return failures.microphoneBusy;
    default:
      return failures.microphoneUnknown(message || name);
  }
}

/** Why a room could not be joined. */
export function connectFailure(thrown: unknown, serverUrl: string): CallFailure {
  const { name, message, reason, status } = read(thrown);
  if (name === "ConnectionError" && reason === NOT_ALLOWED) {
    // LiveKit has no code for a full room: its limits are in the message.
    if (status === 429 || /\b(max|limit|exceed|full)/i.test(message)) {
      return { kind: "roomFull", ...failures.roomFull };
    }
    if (status === 404) return { kind: "lost", ...failures.roomGone };
    return { kind: "tokenExpired", ...failures.tokenRefused };
  }
  if (name === "ConnectionError" && SERVER_ANSWERS.has(reason)) return { kind: "roomFull", ...failures.roomRefused };
  return serverAway(serverUrl);
}

export function serverAway(serverUrl: string): CallFailure {
  return { kind: "serverAway", ...failures.serverAway(serverUrl) };
}

export function tokenExpired(): CallFailure {
  return { kind: "tokenExpired", ...failures.tokenExpired };
}

export function workerAway(): CallFailure {
  return { kind: "workerAway", ...failures.workerAway };
}

/** The API does not answer, and the call retries. */
export function apiAway(): CallFailure {
  return { kind: "apiAway", ...failures.apiRetrying };
}

/** The page's LiveKit module did not load. */
export function partFailure(): CallFailure {
  return { kind: "lost", ...failures.partNotLoaded };
}

/** Why the API did not prepare the call or run the turn. */
export function apiFailure(thrown: unknown): CallFailure {
  const failure = asFailure(thrown);
  // A retry does not help. Simulate is offered instead.
  if (hasNoRooms(thrown)) return { kind: "serverAway", title: failure.title, remedy: failures.noLiveKit };
  if (failure.kind === "away") {
    return {
      kind: "apiAway",
      title: failure.title,
      remedy: failure.status === null ? failures.apiAway : failures.apiBusy,
    };
  }
  return {
    kind: "refused",
    title: failure.title,
    remedy: failure.remedy,
    problems: failure.problems.map(({ field, nodeId, message, remedy }) => {
      const place = field ?? nodeId;
      return `${place === undefined ? "" : `${place}: `}${message}${remedy ? ` ${remedy}` : ""}`;
    }),
  };
}

/** Why the connection closed; null if the call ended normally. `reason`: livekit-client's DisconnectReason. */
export function disconnectFailure(reason: string): CallFailure | null {
  switch (reason) {
    case "CLIENT_INITIATED":
    case "ROOM_DELETED":
    case "ROOM_CLOSED":
      return null;
    case "DUPLICATE_IDENTITY":
      return { kind: "elsewhere", ...failures.elsewhere };
    case "PARTICIPANT_REMOVED":
      return { kind: "lost", ...failures.removed };
    case "SERVER_SHUTDOWN":
      return { kind: "lost", ...failures.serverShutdown };
    default:
      return { kind: "lost", ...failures.connectionLost };
  }
}

/**
 * Whether LiveKit is not configured. A session over `/process` needs none.
 *
 * The API answers 503 also when it is busy; only this answer names the environment variables to set.
 */
export function hasNoRooms(thrown: unknown): boolean {
  return thrown instanceof ApiFailure && thrown.status === 503 && thrown.title.includes("LIVEKIT_URL");
}

function read(thrown: unknown): Thrown {
  const record: Partial<Record<keyof Thrown, unknown>> = typeof thrown === "object" && thrown !== null ? thrown : {};
  return {
    name: typeof record.name === "string" ? record.name : "",
    message: typeof record.message === "string" ? record.message : String(thrown),
    reason: record.reason,
    status: record.status,
  };
}
