/** A flow as a JSON file. Export and import change nothing in the definition. */
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { isDrawable, whyNotDrawable } from "./drawable";
import { jsonError } from "./json-error";

export function fileText(definition: FlowDefinition): string {
  return `${JSON.stringify(definition, null, 2)}\n`;
}

type ReadFile = { definition: FlowDefinition } | { error: string };

export function readFlowText(text: string): ReadFile {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const error = jsonError(clean);
  if (error !== null) return { error };
  const read: unknown = JSON.parse(clean);
  return isDrawable(read) ? { definition: read } : { error: whyNotDrawable(read) ?? texts.flow.json.unreadable };
}

export function download(flowId: string, definition: FlowDefinition): void {
  const url = URL.createObjectURL(new Blob([fileText(definition)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${flowId}.json`;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
