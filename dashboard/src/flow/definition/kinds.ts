/** The kinds of node. */
import type { NodeType } from "../../api/types";
import { texts } from "../../texts";

export interface Kind {
  name: string;
  /** What a node of this kind does, in one sentence. */
  does: string;
}

export const KINDS: Readonly<Record<NodeType, Kind>> = texts.flow.kinds;

/** The kinds in the order in which the editor offers them. */
export const ADDABLE: readonly NodeType[] = [
  "message",
  "elicitation",
  "form",
  "llm",
  "decision",
  "tool",
  "subflow",
  "transfer",
  "end",
  "start",
];

export function isKind(type: string): type is NodeType {
  return Object.hasOwn(KINDS, type);
}

/** `type` may be unknown: an imported flow can hold any. */
export function kindOf(type: string): Kind {
  return isKind(type) ? KINDS[type] : texts.flow.unknownKind(type);
}
