/** Posts one turn to the API. */
import { api, body } from "../../api/client";
import type { ProcessReply } from "../../api/types";
import type { Json } from "../../api/json";
import { turnTimes } from "../model/turn-times";

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
}) => Promise<TurnAnswer>;

export function processOf(flowId: string, fetch?: (request: Request) => Promise<Response>): Process {
  return async ({ roomName, turnId, fields, signal }) => {
    const sentAt = performance.now();
    const answer = await api.POST("/api/flows/{flowId}/process", {
      params: { path: { flowId } },
      body: { noInput: false, ...fields, roomName, turnId },
      signal,
      baseUrl: window.location.origin,
      ...(fetch === undefined ? {} : { fetch }),
    });
    const roundTrip = performance.now() - sentAt;
    return { reply: body(answer), millis: turnTimes(roundTrip, answer.response.headers.get("Server-Timing")) };
  };
}
