/** A supervisor's part in one call. It ends with the page. */
import { useEffect, useMemo } from "react";
import { supervise } from "../api/calls/live";
import type { OpenRoom } from "../call/livekit/room-link";
import { useStore } from "../state/store";
import { Supervision, type Supervised } from "./model/supervision";

/** Loads livekit-client when somebody enters a call. */
const openRoom: OpenRoom = async (listener) => {
  const { LiveKitRoomLink } = await import("../call/livekit/room-link-livekit");
  return new LiveKitRoomLink(listener);
};

export function useSupervision(sessionId: string, open: OpenRoom = openRoom): [Supervised, Supervision] {
  const supervision = useMemo(
    () => new Supervision({ ask: (mode) => supervise(sessionId, mode), open }),
    [sessionId, open],
  );
  useEffect(() => () => void supervision.leave(), [supervision]);
  return [useStore(supervision.state), supervision];
}
