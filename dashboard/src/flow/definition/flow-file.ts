/** A flow as a file: written exactly as it is defined, and read again. */
import type { FlowDefinition } from "../../api/types";
import { isDrawable, whyNotDrawable } from "./drawable";
import { jsonFault } from "./json-fault";

export function fileText(definition: FlowDefinition): string {
  return `${JSON.stringify(definition, null, 2)}\n`;
}

type ReadFile = { definition: FlowDefinition } | { fault: string };

export function readFlowText(text: string): ReadFile {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const fault = jsonFault(clean);
  if (fault !== null) return { fault };
  const read: unknown = JSON.parse(clean);
  return isDrawable(read) ? { definition: read } : { fault: whyNotDrawable(read) ?? "It is no flow." };
}

export function download(flowId: string, definition: FlowDefinition): void {
  const address = URL.createObjectURL(new Blob([fileText(definition)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${flowId}.json`;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
