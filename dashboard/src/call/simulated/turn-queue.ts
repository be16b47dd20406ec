/** A queue of the turns to post. */
import type { PendingTurn } from "./process";

export class TurnQueue {
  private turns: PendingTurn[] = [];
  private wakeUp: (() => void) | null = null;

  get isEmpty(): boolean {
    return this.turns.length === 0;
  }

  /** Appends the turn and ends a pause. */
  put(turn: PendingTurn): void {
    this.turns.push(turn);
    this.wake();
  }

  take(): PendingTurn | null {
    return this.turns.shift() ?? null;
  }

  takeAll(): PendingTurn[] {
    const { turns } = this;
    this.turns = [];
    return turns;
  }

  /** Waits until `millis` have passed, a turn is put, or `wake` is called. */
  async pause(millis?: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.wakeUp = resolve;
      if (millis !== undefined) timer = setTimeout(resolve, millis);
    });
    this.wakeUp = null;
    clearTimeout(timer);
  }

  wake(): void {
    this.wakeUp?.();
  }
}
