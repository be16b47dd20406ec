/** A turn is asked for under the same id until it is answered: the API does it exactly once. */
import { asFailure } from "../../api/failure";
import type { TurnAnswer } from "./process";

/** Between two tries of the same turn. */
const RETRY_MILLIS = [500, 1_000, 2_000, 5_000];

interface Asking {
  ask: () => Promise<TurnAnswer>;
  isOver: () => boolean;
  /** It was not answered, and is asked for again after a pause. */
  onAway: () => void;
  pause: (millis?: number) => Promise<void>;
}

/** Null: the call is over. Throws what the API refuses: to ask again would not help. */
export async function untilAnswered({ ask, isOver, onAway, pause }: Asking): Promise<TurnAnswer | null> {
  for (let tries = 0; !isOver(); tries += 1) {
    try {
      const answer = await ask();
      return isOver() ? null : answer;
    } catch (thrown) {
      if (isOver()) return null;
      const { kind } = asFailure(thrown);
      if (kind !== "away" && kind !== "failed") throw thrown;
      onAway();
      await pause(RETRY_MILLIS[Math.min(tries, RETRY_MILLIS.length - 1)]);
    }
  }
  return null;
}
