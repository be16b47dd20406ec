/** The file that a person imports: a flow of Callflow, or the export of another product, which the API reads. */
import { asFailure } from "../../api/failure";
import { importFlow } from "../../api/flows";
import type { FlowDefinition, ImportedFlow } from "../../api/types";
import { jsonError } from "../../flow/definition/json-error";
import { readFlowText } from "../../flow/definition/flow-file";

export type ReadImport = { definition: FlowDefinition; imported: ImportedFlow | null } | { error: string };

/** The first bytes of a zip file. */
const ZIP = "PK\u0003\u0004";
/** The bytes that are encoded at a time: `String.fromCharCode` takes no more arguments at once. */
const CHUNK = 0x8000;

export async function readImport(file: Blob): Promise<ReadImport> {
  if ((await file.slice(0, ZIP.length).text()) === ZIP) return viaApi(base64(await file.arrayBuffer()));
  const text = await file.text();
  const own = readFlowText(text);
  if ("definition" in own) return { definition: own.definition, imported: null };
  return jsonError(text.replace(/^\uFEFF/, "")) === null ? viaApi(text, own.error) : own;
}

/** `otherwise`: why the file is no flow of Callflow. */
async function viaApi(content: string, otherwise?: string): Promise<ReadImport> {
  try {
    const imported = await importFlow(content);
    return { definition: imported.definition, imported };
  } catch (thrown) {
    const failure = asFailure(thrown);
    return { error: [failure.title, failure.remedy, otherwise].filter(Boolean).join(" ") };
  }
}

function base64(content: ArrayBuffer): string {
  const bytes = new Uint8Array(content);
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}
