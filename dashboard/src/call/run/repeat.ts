/** What the caller did in a session, to be done again in another, each time the agent listens. */
import type { Session, Turn } from "../../api/types";
import type { CallMode, CallSnapshot } from "../model/call";

export type Input = { kind: "say"; text: string } | { kind: "press"; keys: string } | { kind: "silence" };

type Told = Pick<Turn, "input" | "nodes" | "response" | "action">;

/** In order. A trace tells keys from words by their look alone: a caller who types "42" is repeated pressing it. */
export function inputsOf(turns: readonly Told[]): Input[] {
  return turns.flatMap((turn, index): Input[] => {
    if (turn.input !== null) {
      return [isKeys(turn.input) ? { kind: "press", keys: turn.input } : { kind: "say", text: turn.input }];
    }
    // Nothing said where the flow listened, and yet it moved: it minded the silence.
    const listened = turns[index - 1]?.action.type === "listen";
    return listened && (turn.nodes.length > 0 || turn.response !== "") ? [{ kind: "silence" }] : [];
  });
}

function isKeys(input: string): boolean {
  return /^(?:[0-9*#A-D]*[*#][0-9*#A-D]*|[0-9]{1,2})$/u.test(input);
}

/** Whether the agent waits for the caller, all that was done before having been answered. */
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

/** How an input is done again in words: for the progress line. */
export function inWords(input: Input, mode: CallMode): string {
  switch (input.kind) {
    case "say":
      return input.text;
    case "press":
      return `keys ${input.keys}`;
    case "silence":
      return mode === "chat" ? "silence, which a chat leaves out" : "silence";
  }
}

interface Doer {
  say(text: string): void;
  press(keys: string): void;
  keepSilent(): boolean;
}

export class Repeat {
  private next = 0;
  /** Turns that had been saved when the last input was sent. */
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

  /** Does the next input if the agent waits for it; whether it did. */
  step(call: CallSnapshot, session: Session | undefined, doer: Doer): boolean {
    const input = this.inputs[this.next];
    if (input === undefined || !isReady(call, session, this.turns)) return false;
    this.next += 1;
    this.turns = session?.turns.length ?? 0;
    switch (input.kind) {
      case "say":
        doer.say(input.text);
        break;
      case "press":
        doer.press(input.keys);
        break;
      case "silence":
        // In audio the silence is kept by itself; in a chat nobody waits for it.
        if (this.mode === "simulate") doer.keepSilent();
        if (this.mode === "chat") this.turns = 0;
    }
    return true;
  }
}
