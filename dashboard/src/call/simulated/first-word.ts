/** Measures the time from the end of the caller's input to the first word of its reply. */
import type { TurnTimes } from "../../session/model/live";

export class FirstWordTimer {
  /** When each input ended whose reply has no word yet, by turn id. By `performance.now`. */
  private readonly ended = new Map<string, number>();

  inputEnded(turnId: string): void {
    this.ended.set(turnId, performance.now());
  }

  /** The time until now, once for each turn. Empty for a turn without an input of the caller. */
  word(turnId: string): TurnTimes {
    const at = this.ended.get(turnId);
    this.ended.delete(turnId);
    return at === undefined ? {} : { firstWord: performance.now() - at };
  }
}
