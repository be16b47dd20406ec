/** Joins a LiveKit room in steps. The caller may end the call during each of them. */
import type { CallFailure, CallMode } from "../model/call";
import * as failures from "../model/failures";
import { isExpired, type PreparedRoom } from "./prepared-room";
import type { OpenRoom, RoomLink, RoomListener } from "./room-link";

export interface RoomOptions {
  mode: Exclude<CallMode, "simulate">;
  prepare: () => Promise<PreparedRoom>;
  open: OpenRoom;
  /** Whether the page is a secure context, which browsers require for a microphone. Default: the browser's value. */
  secure?: boolean;
}

/** The call that joins. */
interface JoiningCall {
  isOver: () => boolean;
  leave: () => Promise<void>;
  opened: (link: RoomLink) => void;
  microphoneOpened: () => void;
  prepared: (prepared: PreparedRoom) => void;
  failed: (failure: CallFailure) => void;
}

/** Returns whether the room is joined. False after `call.failed`, or if the call ended meanwhile. */
export async function joinRoom(options: RoomOptions, listener: RoomListener, call: JoiningCall): Promise<boolean> {
  const { mode, prepare, open, secure = window.isSecureContext } = options;
  const step = async <T>(
    run: () => Promise<T>,
    failureOf: (thrown: unknown) => CallFailure,
  ): Promise<T | undefined> => {
    try {
      const value = await run();
      if (!call.isOver()) return value;
      await call.leave();
    } catch (thrown) {
      call.failed(failureOf(thrown));
    }
    return undefined;
  };

  const link = await step(() => open(listener), failures.partFailure);
  if (link === undefined) return false;
  call.opened(link);
  if (mode === "audio") {
    // This is first: without a microphone, no session is prepared.
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
