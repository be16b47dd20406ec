/** The seven kinds of node: their word, what they do in a line, and in which order they are offered. */
import type { NodeType } from "../../api/types";

export interface Kind {
  word: string;
  does: string;
}

export const KINDS: Record<NodeType, Kind> = {
  start: { word: "Start", does: "Greets the caller. Every flow has one." },
  elicitation: { word: "Question", does: "Asks, and waits for an answer that fits." },
  llm: { word: "Language model", does: "Lets a model speak, once or in conversation." },
  decision: { word: "Decision", does: "Leaves by the first condition that is true." },
  tool: { word: "Tool", does: "Sends an HTTP request." },
  transfer: { word: "Transfer", does: "Hands the caller over to a number." },
  end: { word: "End", does: "Says goodbye and hangs up." },
};

export const ADDABLE: readonly NodeType[] = ["elicitation", "llm", "decision", "tool", "transfer", "end", "start"];

export function isKind(type: string): type is NodeType {
  return Object.hasOwn(KINDS, type);
}

/** Of any type that was written, also one that does not exist. */
export function kindOf(type: string): Kind {
  return isKind(type) ? KINDS[type] : { word: `Unknown kind ${type}`, does: "Callflow has no such kind of node." };
}
