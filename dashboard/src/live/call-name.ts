/** What a person calls a call: the caller's number, or how the caller came. */
import type { LiveCall } from "../api/calls/live";
import { texts } from "../texts";

export const callName = ({ callerNumber, channel }: Pick<LiveCall, "callerNumber" | "channel">): string =>
  callerNumber ?? texts.live.noNumber(channel);
