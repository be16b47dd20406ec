/** A call of each mode, made of what is asked for: flow, version, variables. */
import { api, body } from "../../api/client";
import { ApiFailure } from "../../api/failure";
import type { FlowVersion } from "../../session/read/useDefinition";
import type { Call, CallMode } from "../model/call";
import { hasNoRooms } from "../model/failures";
import { keepCall, type KeptCall } from "./kept-call";
import { LiveKitCall } from "../livekit/livekit-call";
import type { Prepared } from "../model/prepared";
import type { Variables } from "../presets/presets";
import { processOf } from "../simulated/process";
import type { OpenRoom } from "../livekit/room-link";
import { SimulatedCall } from "../simulated/simulated-call";
import type { SimulatedRoom } from "../simulated/simulated-options";

export interface Plan {
  flowId: string;
  mode: CallMode;
  version: FlowVersion;
  variables: Variables;
}

/** livekit-client comes with it, and only then. */
const openRoom: OpenRoom = async (listener) => {
  const { LiveKitRoomLink } = await import("../livekit/room-link-livekit");
  return new LiveKitRoomLink(listener);
};

/** `kept`: the call that is gone on with after a reload. */
export function startCall(plan: Plan, onSaved: () => void, kept?: KeptCall): Call {
  const call = plan.mode === "simulate" ? simulated(plan, onSaved, kept) : inRoom(plan, plan.mode, onSaved, kept);
  call.start();
  return call;
}

function inRoom(plan: Plan, mode: "chat" | "audio", onSaved: () => void, kept?: KeptCall): Call {
  const prepared = kept?.prepared;
  return new LiveKitCall({
    mode,
    open: openRoom,
    prepare: prepared ? () => Promise.resolve(prepared) : () => prepare(plan, mode),
    onSaved,
    ...(kept === undefined ? {} : { startedAt: kept.startedAt, times: kept.times }),
    keep: ({ prepared, startedAt, times }) =>
      keepCall({
        ...keptOf(plan),
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

function simulated(plan: Plan, onSaved: () => void, kept?: KeptCall): Call {
  return new SimulatedCall({
    prepare:
      kept === undefined
        ? () => prepareSimulated(plan)
        : () => Promise.resolve({ roomName: kept.roomName, sessionId: kept.sessionId }),
    process: processOf(plan.flowId),
    onSaved,
    ...(kept === undefined
      ? {}
      : { startedAt: kept.startedAt, times: kept.times, pending: kept.pending, listens: kept.listens }),
    keep: ({ room: { roomName, sessionId }, startedAt, times, pending, listens }) => {
      if (sessionId === null) return;
      keepCall({ ...keptOf(plan), sessionId, roomName, prepared: null, startedAt, times, pending, listens });
    },
  });
}

function keptOf({ flowId, mode, version, variables }: Plan) {
  return { flowId, mode, version: String(version), variables, over: false };
}

async function prepare({ flowId, version, variables }: Plan, mode: "chat" | "audio"): Promise<Prepared> {
  const request = { params: { path: { flowId } }, body: { variables, version } };
  return body(
    mode === "chat"
      ? await api.POST("/api/flows/{flowId}/test-chat", request)
      : await api.POST("/api/flows/{flowId}/test-audio", request),
  );
}

/** By test chat, which honours version and variables; where LiveKit is not set up, by the first turn itself. */
async function prepareSimulated(plan: Plan): Promise<SimulatedRoom> {
  try {
    const { roomName, sessionId } = await prepare(plan, "chat");
    return { roomName, sessionId };
  } catch (thrown) {
    if (!hasNoRooms(thrown)) throw thrown;
    if (plan.version !== "latest") {
      throw new ApiFailure(
        "refused",
        "Without LiveKit's settings, the latest version alone can be simulated.",
        "Choose the latest version, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.",
      );
    }
    return { roomName: `simulate-${crypto.randomUUID()}`, sessionId: null, variables: plan.variables };
  }
}

export function versionOf(text: string | null): FlowVersion | null {
  if (text === "draft" || text === "latest") return text;
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : null;
}
