/** A flow as a JSON file. Export and import change nothing in the definition. */
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { saveFile } from "../../ui/save-file";
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
  saveFile(`${flowId}.json`, fileText(definition), "application/json");
}
