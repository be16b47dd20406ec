/** Posts a turn under the same id until the API answers. The API runs a turn id exactly once, so a retry is safe. */
import { asFailure } from "../../api/failure";
import type { TurnAnswer } from "./process";

/** Milliseconds between two tries; the last one repeats. */
const RETRY_MILLIS = [500, 1_000, 2_000, 5_000];

interface Request {
  post: () => Promise<TurnAnswer>;
  isOver: () => boolean;
  /** The API did not answer; the turn is posted again after a pause. */
  onRetry: () => void;
  pause: (millis?: number) => Promise<void>;
}

/** Returns null if the call is over. Throws the API's refusal, which a retry cannot change. */
export async function untilAnswered({ post, isOver, onRetry, pause }: Request): Promise<TurnAnswer | null> {
  for (let tries = 0; !isOver(); tries += 1) {
    try {
      const answer = await post();
      return isOver() ? null : answer;
    } catch (thrown) {
      if (isOver()) return null;
      const { kind } = asFailure(thrown);
      if (kind !== "away" && kind !== "failed") throw thrown;
      onRetry();
      await pause(RETRY_MILLIS[Math.min(tries, RETRY_MILLIS.length - 1)]);
    }
  }
  return null;
}
