/** The way into a room of LiveKit, step by step. The call may be ended at each of them. */
import type { CallFailure, CallMode } from "../model/call";
import * as failures from "../model/failures";
import { isExpired, type Prepared } from "../model/prepared";
import type { OpenRoom, RoomLink, RoomListener } from "./room-link";

export interface RoomOptions {
  mode: Exclude<CallMode, "simulate">;
  prepare: () => Promise<Prepared>;
  open: OpenRoom;
  /** Whether the page is served so that browsers give a microphone; told by the browser where it is left out. */
  secure?: boolean;
}

/** The call that is joining. */
interface Joining {
  isOver: () => boolean;
  leave: () => Promise<void>;
  opened: (link: RoomLink) => void;
  microphoneOpened: () => void;
  prepared: (prepared: Prepared) => void;
  failed: (failure: CallFailure) => void;
}

/** Whether the room is joined. If not, it failed, which was told, or the call was ended meanwhile. */
export async function joinRoom(options: RoomOptions, listener: RoomListener, call: Joining): Promise<boolean> {
  const { mode, prepare, open, secure = window.isSecureContext } = options;
  const step = async <T>(work: () => Promise<T>, why: (thrown: unknown) => CallFailure): Promise<T | undefined> => {
    try {
      const value = await work();
      if (!call.isOver()) return value;
      await call.leave();
    } catch (thrown) {
      call.failed(why(thrown));
    }
    return undefined;
  };

  const link = await step(() => open(listener), failures.partFailure);
  if (link === undefined) return false;
  call.opened(link);
  if (mode === "audio") {
    // First of all: without it no session needs to be prepared.
    const opened = await step(
      () => link.openMicrophone().then(() => true),
      (thrown) => failures.microphoneFailure(thrown, secure),
    );
    if (opened === undefined) return false;
    call.microphoneOpened();
  }
  const prepared = await step(prepare, failures.apiFailure);
  if (prepared === undefined) return false;
  call.prepared(prepared);
  const { serverUrl, token } = prepared;
  if (isExpired(token, Date.now())) {
    call.failed(failures.tokenExpired());
    return false;
  }
  const connected = await step(
    () => link.connect(serverUrl, token).then(() => true),
    (thrown) => failures.connectFailure(thrown, serverUrl),
  );
  return connected !== undefined;
}
