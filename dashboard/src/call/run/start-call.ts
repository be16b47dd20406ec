/** Starts a call of each mode from a plan: flow, version and variables. */
import { api, body } from "../../api/client";
import { ApiFailure } from "../../api/failure";
import type { FlowVersion } from "../../session/read/useDefinition";
import { texts } from "../../texts";
import { LiveKitCall } from "../livekit/livekit-call";
import type { PreparedRoom } from "../livekit/prepared-room";
import type { OpenRoom } from "../livekit/room-link";
import type { Call, CallMode } from "../model/call";
import { hasNoRooms } from "../model/failures";
import type { Variables } from "../presets/presets";
import { processOf } from "../simulated/process";
import { SimulatedCall, type SimulatedRoom } from "../simulated/simulated-call";
import { storeCall, type StoredCall } from "./stored-call";

export interface Plan {
  flowId: string;
  mode: CallMode;
  version: FlowVersion;
  variables: Variables;
}

/** Loads livekit-client with the first call. */
const openRoom: OpenRoom = async (listener) => {
  const { LiveKitRoomLink } = await import("../livekit/room-link-livekit");
  return new LiveKitRoomLink(listener);
};

/** Creates and starts a call. `stored`: the call to continue after a reload. `onSaved`: see `LiveKitOptions`. */
export function startCall(plan: Plan, onSaved: () => void, stored?: StoredCall): Call {
  const call =
    plan.mode === "simulate" ? simulatedCall(plan, onSaved, stored) : roomCall(plan, plan.mode, onSaved, stored);
  call.start();
  return call;
}

function roomCall(plan: Plan, mode: "chat" | "audio", onSaved: () => void, stored?: StoredCall): Call {
  const prepared = stored?.prepared;
  return new LiveKitCall({
    mode,
    open: openRoom,
    prepare: prepared ? () => Promise.resolve(prepared) : () => prepare(plan, mode),
    onSaved,
    ...(stored === undefined ? {} : { startedAt: stored.startedAt, times: stored.times }),
    store: ({ prepared, startedAt, times }) =>
      storeCall({
        ...storedPlan(plan),
        sessionId: prepared.sessionId,
        roomName: prepared.roomName,
        prepared,
        startedAt,
        times,
        pending: null,
        listens: false,
      }),
  });
}

function simulatedCall(plan: Plan, onSaved: () => void, stored?: StoredCall): Call {
  return new SimulatedCall({
    prepare:
      stored === undefined
        ? () => prepareSimulated(plan)
        : () => Promise.resolve({ roomName: stored.roomName, sessionId: stored.sessionId }),
    process: processOf(plan.flowId),
    onSaved,
    ...(stored === undefined
      ? {}
      : { startedAt: stored.startedAt, times: stored.times, pending: stored.pending, listens: stored.listens }),
    store: ({ room: { roomName, sessionId }, startedAt, times, pending, listens }) => {
      if (sessionId === null) return;
      storeCall({ ...storedPlan(plan), sessionId, roomName, prepared: null, startedAt, times, pending, listens });
    },
  });
}

function storedPlan({ flowId, mode, version, variables }: Plan) {
  return { flowId, mode, version: String(version), variables, over: false };
}

async function prepare({ flowId, version, variables }: Plan, mode: "chat" | "audio"): Promise<PreparedRoom> {
  const request = { params: { path: { flowId } }, body: { variables, version } };
  return body(
    mode === "chat"
      ? await api.POST("/api/flows/{flowId}/test-chat", request)
      : await api.POST("/api/flows/{flowId}/test-audio", request),
  );
}

/**
 * Prepares a session by test chat, which takes the version and the variables.
 *
 * Test chat needs LiveKit's settings. Without them, the first turn creates the session, of the latest version.
 */
async function prepareSimulated(plan: Plan): Promise<SimulatedRoom> {
  try {
    const { roomName, sessionId } = await prepare(plan, "chat");
    return { roomName, sessionId };
  } catch (thrown) {
    if (!hasNoRooms(thrown)) throw thrown;
    if (plan.version !== "latest") {
      const { title, remedy } = texts.call.failures.latestOnly;
      throw new ApiFailure("refused", title, remedy);
    }
    return { roomName: `simulate-${crypto.randomUUID()}`, sessionId: null, variables: plan.variables };
  }
}
