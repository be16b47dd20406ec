/** Simulated calls for tests with fake timers, and the APIs that they post to. */
import { vi } from "vitest";
import type { ProcessReply } from "../api/types";
import type { Process, TurnAnswer } from "../call/simulated/process";
import { SimulatedCall, type SimulatedOptions } from "../call/simulated/simulated-call";

export const listen = { type: "listen" as const, noInputSeconds: 8, interruptible: true };

/** An API that answers each turn with the next one of these actions, and listens after the last one. */
export function answering(...actions: (ProcessReply["action"] | Error)[]) {
  return vi.fn<Process>(({ turnId }) => {
    const action = actions.shift() ?? listen;
    if (action instanceof Error) return Promise.reject(action);
    const answer: TurnAnswer = {
      reply: {
        sessionId: "s-1",
        turnId,
        status: "waiting",
        currentNodeId: "ask",
        response: `reply to ${turnId}`,
        completed: action.type === "hangup",
        action,
      },
      millis: { network: 2 },
    };
    return Promise.resolve(answer);
  });
}

export async function started(process: Process, options: Partial<SimulatedOptions> = {}) {
  let turns = 0;
  const call = new SimulatedCall({
    prepare: () => Promise.resolve({ roomName: "room", sessionId: "s-1" }),
    process,
    newTurnId: () => `t-${(turns += 1)}`,
    ...options,
  });
  call.start();
  await settled();
  return call;
}

export const settled = () => vi.advanceTimersByTimeAsync(0);

/** An API whose answers the test gives: words, then the reply or an error. */
export function streamingApi() {
  const posted: {
    turn: Parameters<Process>[0];
    answer: (answer: TurnAnswer | PromiseLike<TurnAnswer>) => void;
    fail: (error: Error) => void;
  }[] = [];
  const process: Process = (turn) =>
    new Promise((answer, fail) => {
      turn.signal.addEventListener("abort", () => fail(new DOMException("aborted", "AbortError")));
      posted.push({ turn, answer, fail });
    });
  const latest = () => {
    const last = posted.at(-1);
    if (last === undefined) throw new Error("no turn was posted");
    return last;
  };
  return { process, posted, latest };
}

/** Ends the latest stream with a reply. */
export async function replyTo({ latest }: ReturnType<typeof streamingApi>, response: string) {
  const { turn, answer } = latest();
  const { reply, millis } = await answering()(turn);
  answer({ reply: { ...reply, response }, millis });
  await settled();
}
