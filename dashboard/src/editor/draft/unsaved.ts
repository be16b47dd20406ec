/** Unsaved changes in this browser: one entry per flow, with the server's revision on which it is based. */
import { isObject, readJson } from "../../api/json";
import type { FlowDefinition } from "../../api/types";
import { isDrawable } from "../../flow/definition/drawable";
import { isList } from "../../flow/definition/json";
import type { Unfinished } from "../../flow/definition/problems";
import { browserStorage } from "../../state/storage";

export interface Unsaved {
  readonly definition: FlowDefinition;
  readonly unfinished: readonly Unfinished[];
  /** 0 if the flow was never saved. */
  readonly revision: number;
  /** The time of storing, RFC 3339. */
  readonly at: string;
}

const key = (flowId: string) => `callflow.unsaved.${flowId}`;

/** Returns false if the browser's storage is full or blocked. */
export function storeUnsaved(flowId: string, unsaved: Unsaved): boolean {
  return browserStorage.write(key(flowId), JSON.stringify(unsaved));
}

export function readUnsaved(flowId: string): Unsaved | null {
  const read = readJson(browserStorage.read(key(flowId)) ?? "null");
  if (!read.ok || !isObject(read.value)) return null;
  const { definition, revision, unfinished, at } = read.value;
  if (!isDrawable(definition) || typeof revision !== "number") return null;
  return {
    definition,
    unfinished: isList(unfinished) ? unfinished.flatMap(unfinishedOf) : [],
    revision,
    at: typeof at === "string" ? at : "",
  };
}

export function removeUnsaved(flowId: string): void {
  browserStorage.remove(key(flowId));
}

function unfinishedOf(value: unknown): Unfinished[] {
  if (!isObject(value) || !isList(value.path)) return [];
  const { nodeId, text } = value;
  const path = value.path.filter((part) => typeof part === "string" || typeof part === "number");
  // Earlier versions of this page stored the error as `fault`.
  const error = value.error ?? value.fault;
  const valid =
    path.length === value.path.length &&
    (nodeId === null || typeof nodeId === "string") &&
    typeof text === "string" &&
    typeof error === "string";
  return valid ? [{ nodeId, path, text, error }] : [];
}
