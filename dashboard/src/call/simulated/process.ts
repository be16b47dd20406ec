/** Posts one turn to the API, and reads its words as they come. */
import { api } from "../../api/client";
import type { ProcessReply } from "../../api/types";
import type { Json } from "../../api/json";
import { turnTimes } from "../model/turn-times";
import { MEDIA_TYPE, readTurn, type StreamedReply } from "./turn-events";

export interface TurnFields {
  userInput?: string;
  dtmf?: string;
  noInput?: true;
  /** First turn only. */
  variables?: Record<string, Json>;
}

/** A turn without an answer yet. */
export interface PendingTurn {
  turnId: string;
  fields: TurnFields;
}

export interface TurnAnswer {
  reply: ProcessReply;
  millis: Record<string, number>;
}

export type Process = (turn: {
  roomName: string;
  turnId: string;
  fields: TurnFields;
  signal: AbortSignal;
  /** Gets all words of this attempt so far. They are provisional: the reply may have others. */
  onWords: (words: string) => void;
}) => Promise<TurnAnswer>;

export function processOf(flowId: string, fetch?: (request: Request) => Promise<Response>): Process {
  return async ({ roomName, turnId, fields, signal, onWords }) => {
    const sentAt = performance.now();
    const { response } = await api.POST("/api/flows/{flowId}/process", {
      params: { path: { flowId } },
      body: { noInput: false, ...fields, roomName, turnId },
      headers: { Accept: `${MEDIA_TYPE}, application/json` },
      parseAs: "stream",
      signal,
      baseUrl: window.location.origin,
      ...(fetch === undefined ? {} : { fetch }),
    });
    const { reply, serverTiming } = isStream(response)
      ? await readTurn({ response, turnId, onWords })
      : await wholeReply(response);
    return { reply, millis: turnTimes(performance.now() - sentAt, serverTiming) };
  };
}

function isStream(response: Response): boolean {
  return response.headers.get("Content-Type")?.startsWith(MEDIA_TYPE) === true;
}

/** The answer of an API that does not stream. */
async function wholeReply(response: Response): Promise<StreamedReply> {
  const reply = (await response.json()) as ProcessReply;
  return { reply, serverTiming: response.headers.get("Server-Timing") };
}
