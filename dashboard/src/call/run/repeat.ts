/** Repeats the caller's inputs of one session in another one. Each input is sent when the agent listens. */
import type { Session, Turn } from "../../api/types";
import { texts } from "../../texts";
import type { CallMode, CallSnapshot } from "../model/call";

export type Input = { kind: "say"; text: string } | { kind: "press"; keys: string } | { kind: "silence" };

type TurnInput = Pick<Turn, "input" | "nodes" | "response" | "action">;

/** The inputs of the turns, in order. A trace does not mark keys, so an input of at most two digits counts as keys. */
export function inputsOf(turns: readonly TurnInput[]): Input[] {
  return turns.flatMap((turn, index): Input[] => {
    if (turn.input !== null) {
      return [isKeys(turn.input) ? { kind: "press", keys: turn.input } : { kind: "say", text: turn.input }];
    }
    // The flow listened and moved on without input: a no-input timeout.
    const listened = turns[index - 1]?.action.type === "listen";
    return listened && (turn.nodes.length > 0 || turn.response !== "") ? [{ kind: "silence" }] : [];
  });
}

function isKeys(input: string): boolean {
  return /^(?:[0-9*#A-D]*[*#][0-9*#A-D]*|[0-9]{1,2})$/u.test(input);
}

/** Whether the agent listens and has answered the previous input. `answered`: the number of turns before that input. */
export function isReady(
  call: Pick<CallSnapshot, "phase" | "live" | "unsent">,
  session: Session | undefined,
  answered: number,
): boolean {
  return (
    call.phase === "on" &&
    call.live.agent === "listening" &&
    call.live.unsaved.length === 0 &&
    call.unsent.length === 0 &&
    session !== undefined &&
    session.turns.length > answered &&
    session.turns.at(-1)?.action.type === "listen"
  );
}

/** Text for the progress line. */
export function inputText(input: Input, mode: CallMode): string {
  const { keys, silence, silenceSkipped } = texts.call.repeat;
  switch (input.kind) {
    case "say":
      return input.text;
    case "press":
      return keys(input.keys);
    case "silence":
      return mode === "chat" ? silenceSkipped : silence;
  }
}

/** The part of a call that takes inputs. */
interface Target {
  say(text: string): void;
  press(keys: string): void;
  keepSilent(): boolean;
}

export class Repeat {
  private next = 0;
  /** The number of saved turns when the last input was sent. */
  private turns = 0;

  constructor(
    readonly inputs: readonly Input[],
    private readonly mode: CallMode,
  ) {}

  get done(): number {
    return this.next;
  }

  get isOver(): boolean {
    return this.next >= this.inputs.length;
  }

  /** Sends the next input if the agent is ready for it. Returns whether it did. */
  step(call: CallSnapshot, session: Session | undefined, target: Target): boolean {
    const input = this.inputs[this.next];
    if (input === undefined || !isReady(call, session, this.turns)) return false;
    this.next += 1;
    this.turns = session?.turns.length ?? 0;
    switch (input.kind) {
      case "say":
        target.say(input.text);
        break;
      case "press":
        target.press(input.keys);
        break;
      case "silence":
        // Audio waits in real silence. A chat has no no-input timeout, so it skips the input.
        if (this.mode === "simulate") target.keepSilent();
        if (this.mode === "chat") this.turns = 0;
    }
    return true;
  }
}
