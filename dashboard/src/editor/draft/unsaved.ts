/** Work that is not saved yet, kept in this browser for each flow, with the revision that it goes on from. */
import type { FlowDefinition } from "../../api/types";
import { isDrawable } from "../../flow/definition/drawable";
import { isObject } from "../../api/json";
import { isList } from "../../flow/definition/json";
import type { Unfinished } from "../../flow/definition/problems";

export interface Unsaved {
  readonly definition: FlowDefinition;
  readonly unfinished: readonly Unfinished[];
  /** 0: the flow was never saved. */
  readonly revision: number;
  /** When it was kept, RFC 3339. */
  readonly at: string;
}

const key = (flowId: string) => `callflow.unsaved.${flowId}`;

/** False where the browser cannot keep it: it is full, or forbids it. */
export function keepUnsaved(flowId: string, unsaved: Unsaved): boolean {
  try {
    localStorage.setItem(key(flowId), JSON.stringify(unsaved));
    return true;
  } catch {
    return false;
  }
}

export function readUnsaved(flowId: string): Unsaved | null {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key(flowId)) ?? "null");
    if (!isObject(read) || !isDrawable(read.definition) || typeof read.revision !== "number") return null;
    return {
      definition: read.definition,
      unfinished: isList(read.unfinished) ? read.unfinished.filter(isUnfinished) : [],
      revision: read.revision,
      at: typeof read.at === "string" ? read.at : "",
    };
  } catch {
    return null;
  }
}

export function forgetUnsaved(flowId: string): void {
  try {
    localStorage.removeItem(key(flowId));
  } catch {
    // Where nothing can be kept, nothing is to be forgotten.
  }
}

function isUnfinished(value: unknown): value is Unfinished {
  if (!isObject(value) || !isList(value.path)) return false;
  const pathIsRight = value.path.every((part) => typeof part === "string" || typeof part === "number");
  const nodeIsRight = value.nodeId === null || typeof value.nodeId === "string";
  return pathIsRight && nodeIsRight && typeof value.text === "string" && typeof value.fault === "string";
}
