/** What can go wrong with a call, in words: what happened, and what to do. */
import { ApiFailure, asFailure } from "../../api/failure";
import type { CallFailure } from "./call";

interface Thrown {
  name: string;
  message: string;
  reason: unknown;
  status: unknown;
}

/** livekit-client's ConnectionErrorReason; the numbers are its own, and it is not loaded here. */
const NOT_ALLOWED = 0;
/** LiveKit was asked once more whether it is there, and said so: it alone knows why it let nobody in. */
const ANSWERS: ReadonlySet<unknown> = new Set([2, 6]);

/** The microphone could not be had. `secure`: whether the page is served so that browsers give one. */
export function microphoneFailure(thrown: unknown, secure: boolean): CallFailure {
  const told = (title: string, remedy: string): CallFailure => ({ kind: "noMicrophone", title, remedy });
  if (!secure) {
    return told(
      "Browsers give no microphone to a page without HTTPS.",
      "Open the dashboard by https:// or on 127.0.0.1, or test by chat.",
    );
  }
  const { name, message } = read(thrown);
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return told(
        "This page may not use the microphone.",
        "Allow it in the browser's address bar (or in the system's settings), then try again. A chat needs none.",
      );
    case "NotFoundError":
    case "OverconstrainedError":
      return told("There is no microphone.", "Plug one in and try again. A chat needs none.");
    case "NotReadableError":
    case "AbortError":
      return told(
        "The microphone is there, but gives no sound.",
        "Another program may hold it: close that one and try again. A chat needs none.",
      );
    default:
      return told("The microphone could not be opened.", `The browser says: ${message || name}. A chat needs none.`);
  }
}

/** The room could not be joined. */
export function connectFailure(thrown: unknown, serverUrl: string): CallFailure {
  const { name, message, reason, status } = read(thrown);
  if (name === "ConnectionError" && reason === NOT_ALLOWED) {
    if (status === 429 || /\b(max|limit|exceed|full)/i.test(message)) {
      return {
        kind: "roomFull",
        title: "LiveKit takes no more callers into this room.",
        remedy: "Wait until a call has ended, or raise the server's limits. Simulate needs no LiveKit.",
      };
    }
    if (status === 404) {
      return { kind: "lost", title: "The room of this call is gone.", remedy: "Start the call again." };
    }
    return {
      kind: "tokenExpired",
      title: "LiveKit does not take this call's token: it has expired, or another key signed it.",
      remedy:
        "Start the call again. If that does not help, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not the server's.",
    };
  }
  if (name === "ConnectionError" && ANSWERS.has(reason)) {
    return {
      kind: "roomFull",
      title: "LiveKit answers, but lets you into no room.",
      remedy:
        "The room may be full: wait until a call has ended, or raise the server's limits. Its log says why. Simulate needs no LiveKit.",
    };
  }
  return serverAway(serverUrl);
}

export function serverAway(serverUrl: string): CallFailure {
  return {
    kind: "serverAway",
    title: `LiveKit does not answer at ${serverUrl}.`,
    remedy: "Start it (make run does on this machine) or set LIVEKIT_URL. Simulate needs no LiveKit.",
  };
}

export function tokenExpired(): CallFailure {
  return { kind: "tokenExpired", title: "This call's token has expired.", remedy: "Start the call again." };
}

export function workerAway(): CallFailure {
  return {
    kind: "workerAway",
    title: "No worker took this call yet.",
    remedy:
      "Start one (python -m agent_worker, or make run on this machine), then restart the call. Simulate needs no worker.",
  };
}

export function apiAway(): CallFailure {
  return {
    kind: "apiAway",
    title: "Callflow's API does not answer.",
    remedy: "Your words are kept. The same turn is asked for again until it is answered; it happens once.",
  };
}

/** The part of this page that speaks LiveKit was not loaded. */
export function partFailure(): CallFailure {
  return {
    kind: "lost",
    title: "The part of this page that speaks with LiveKit did not load.",
    remedy: "Look at your network, then load the page again: it may have been renewed meanwhile.",
  };
}

/** What the API answered instead of preparing the call, or instead of a turn. */
export function apiFailure(thrown: unknown): CallFailure {
  const failure = asFailure(thrown);
  if (failure.kind === "away") {
    return {
      kind: "apiAway",
      title: failure.title,
      remedy: failure.status === null ? "Try again when it is back." : "Try again. Simulate needs no LiveKit.",
    };
  }
  return {
    kind: "refused",
    title: failure.title,
    remedy: failure.remedy,
    problems: failure.problems.map(({ field, nodeId, message, remedy }) => {
      const where = field ?? nodeId;
      return `${where === undefined ? "" : `${where}: `}${message}${remedy ? ` ${remedy}` : ""}`;
    }),
  };
}

/** The connection went away by no wish of the caller. Null: the call ended as calls do. */
export function disconnectFailure(reason: string): CallFailure | null {
  switch (reason) {
    case "CLIENT_INITIATED":
    case "ROOM_DELETED":
    case "ROOM_CLOSED":
      return null;
    case "DUPLICATE_IDENTITY":
      return {
        kind: "elsewhere",
        title: "This call goes on in another tab.",
        remedy: "Go to that tab, or start another call here.",
      };
    case "PARTICIPANT_REMOVED":
      return { kind: "lost", title: "You were taken out of the room.", remedy: "Start the call again." };
    case "SERVER_SHUTDOWN":
      return {
        kind: "lost",
        title: "LiveKit was shut down.",
        remedy: "Join again when it is back, or start another call.",
      };
    default:
      return {
        kind: "lost",
        title: "The connection to LiveKit was lost.",
        remedy: "Look at your network, then join again: the session waits for twenty seconds.",
      };
  }
}

/** LiveKit is not configured, so that no room can be had; sessions by /process alone can. */
export function hasNoRooms(thrown: unknown): boolean {
  return thrown instanceof ApiFailure && thrown.status === 503 && thrown.title.includes("LIVEKIT");
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
