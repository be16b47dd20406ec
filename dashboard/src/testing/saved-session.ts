/** A saved session for tests, with the conversation of its turns. */
import type { Session, Turn } from "../api/types";
import { aSession, utterance } from "./sessions";

export function savedSession(turns: readonly Turn[], status: Session["status"] = "waiting"): Session {
  const conversation = turns.flatMap(({ turnId, input, response }) => [
    ...(input === null ? [] : [utterance(turnId, "user", input)]),
    ...(response === "" ? [] : [utterance(turnId, "assistant", response)]),
  ]);
  return aSession({ sessionId: "s-1", status, turns: [...turns], conversation });
}
