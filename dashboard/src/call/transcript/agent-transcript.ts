/** The agent's current utterance. It grows with the speech and is removed when it is complete and saved. */
import type { Utterance } from "../../api/types";
import type { Live } from "../../session/model/live";
import { normalizedSpeech } from "./caller-transcript";

export class AgentTranscript {
  private segment: string | null = null;
  private text = "";
  private done = true;
  private turnId: string | null = null;
  /** The turn of the next utterance, if the worker has announced it. */
  private announced: string | null = null;

  get partial(): Live["agentPartial"] {
    return this.text.trim() === "" ? null : { turnId: this.turnId, text: this.text };
  }

  /** Takes the whole text of a segment so far. */
  update(segment: string, text: string, done: boolean): void {
    if (segment !== this.segment) this.turnId = this.announced;
    this.segment = segment;
    this.text = text;
    this.done = done;
  }

  /** Sets the turn of the next utterance; null if the worker speaks without a turn. */
  announce(turnId: string | null): void {
    this.announced = turnId;
  }

  /** Takes a complete reply of a known turn. */
  setReply(turnId: string, text: string): void {
    this.update(turnId, text, true);
    this.turnId = turnId;
  }

  clear(): void {
    this.text = "";
    this.done = true;
  }

  settle(conversation: readonly Pick<Utterance, "role" | "content" | "turnId">[]): void {
    const spoken = normalizedSpeech(this.text);
    if (spoken === "") return;
    const saved = conversation.findLast(
      ({ role, turnId, content }) =>
        role === "assistant" && (turnId === this.turnId || normalizedSpeech(content).startsWith(spoken)),
    );
    if (saved === undefined) return;
    this.turnId = saved.turnId;
    if (this.done) this.clear();
  }
}
