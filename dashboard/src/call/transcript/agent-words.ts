/** What the agent is saying: it grows with the speech, and is put away once it is said and saved. */
import type { Live } from "../../session/model/live";
import { plain } from "./caller-words";

interface Saved {
  role: string;
  content: string;
  turnId: string;
}

export class AgentWords {
  private segment: string | null = null;
  private text = "";
  private done = true;
  private turnId: string | null = null;
  /** The turn whose reply the next utterance is, where that was told. */
  private announced: string | null = null;

  get partial(): Live["agentPartial"] {
    return this.text.trim() === "" ? null : { turnId: this.turnId, text: this.text };
  }

  said(segment: string, text: string, done: boolean): void {
    if (segment !== this.segment) this.turnId = this.announced;
    this.segment = segment;
    this.text = text;
    this.done = done;
  }

  /** Null: the next words are the worker's own. */
  announce(turnId: string | null): void {
    this.announced = turnId;
  }

  /** A reply that came whole, with its turn. */
  replied(turnId: string, text: string): void {
    this.said(turnId, text, true);
    this.turnId = turnId;
  }

  clear(): void {
    this.text = "";
    this.done = true;
  }

  settle(conversation: readonly Saved[]): void {
    const words = plain(this.text);
    if (words === "") return;
    const saved = conversation.findLast(
      (said) => said.role === "assistant" && (said.turnId === this.turnId || plain(said.content).startsWith(words)),
    );
    if (saved === undefined) return;
    this.turnId = saved.turnId;
    if (this.done) this.clear();
  }
}
