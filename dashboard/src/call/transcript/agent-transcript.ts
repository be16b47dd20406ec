/** The agent's current utterance. It grows with the speech and is removed when it is complete and saved. */
import type { Utterance } from "../../api/types";
import type { Live } from "../../session/model/live";
import { normalizedSpeech } from "./caller-transcript";

export class AgentTranscript {
  private segment: string | null = null;
  private text = "";
  private done = true;
  private turnId: string | null = null;
  /** Whether the turn was announced. Otherwise it is the one whose saved text begins with these words. */
  private knowsTurn = false;
  /** The turn of the next utterance, if the worker has announced it. */
  private announced: string | null = null;

  get partial(): Live["agentPartial"] {
    return this.text.trim() === "" ? null : { turnId: this.turnId, text: this.text };
  }

  /** Takes the whole text of a segment so far. */
  update(segment: string, text: string, done: boolean): void {
    if (segment !== this.segment) this.setTurn(this.announced);
    this.segment = segment;
    this.text = text;
    this.done = done;
  }

  /** Sets the turn of the next utterance; null if the worker speaks without a turn. */
  announce(turnId: string | null): void {
    this.announced = turnId;
  }

  /** Takes the reply of a known turn, or its words so far. */
  setReply(turnId: string, text: string, done: boolean): void {
    this.update(turnId, text, done);
    this.setTurn(turnId);
  }

  /** Removes words whose reply is not complete. */
  clearUnfinished(): void {
    if (!this.done) this.clear();
  }

  clear(): void {
    this.text = "";
    this.done = true;
  }

  settle(conversation: readonly Pick<Utterance, "role" | "content" | "turnId">[]): void {
    const spoken = normalizedSpeech(this.text);
    if (spoken === "") return;
    const isSpoken = ({ turnId, content }: Pick<Utterance, "content" | "turnId">) =>
      turnId === this.turnId || (!this.knowsTurn && normalizedSpeech(content).startsWith(spoken));
    const saved = conversation.findLast((item) => item.role === "assistant" && isSpoken(item));
    if (saved === undefined) return;
    this.turnId = saved.turnId;
    if (this.done) this.clear();
  }

  private setTurn(turnId: string | null): void {
    this.turnId = turnId;
    this.knowsTurn = turnId !== null;
  }
}
