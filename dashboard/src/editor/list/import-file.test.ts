import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure } from "../../api/failure";
import * as requests from "../../api/flows";
import { sampleFlow } from "../../testing/sample-flow";
import { fileText } from "../../flow/definition/flow-file";
import { readImport } from "./import-file";

vi.mock("../../api/flows", { spy: true });
const { importFlow } = vi.mocked(requests);

const imported = { kind: "vapi" as const, flowId: "x", inner: [], definition: sampleFlow(), notes: [], problems: [] };

beforeEach(() => {
  vi.resetAllMocks();
  importFlow.mockResolvedValue(imported);
});

it("reads a flow of Callflow without the API", async () => {
  expect(await readImport(new Blob([fileText(sampleFlow())]))).toEqual({ definition: sampleFlow(), imported: null });
  expect(importFlow).not.toHaveBeenCalled();
});

it("sends the export of another product as it is", async () => {
  const text = '{"nodes": [], "edges": []}';
  expect(await readImport(new Blob([text]))).toEqual({ definition: sampleFlow(), imported });
  expect(importFlow).toHaveBeenCalledWith(text);
});

it("sends a zip file as Base64", async () => {
  const bytes = new Uint8Array([0x50, 0x4b, 3, 4, 0, 255]);
  await readImport(new Blob([bytes]));
  expect(importFlow).toHaveBeenCalledWith("UEsDBAD/");
});

it("does not send what is no JSON", async () => {
  expect(await readImport(new Blob(["{"]))).toHaveProperty("error", expect.stringContaining("JSON is not valid"));
  expect(importFlow).not.toHaveBeenCalled();
});

it("says why the API refuses a file, and why it is no flow of Callflow", async () => {
  importFlow.mockRejectedValue(new ApiFailure("refused", "This is no export.", "Export it again."));
  const read = await readImport(new Blob(['{"name": "x"}']));
  expect(read).toHaveProperty("error", expect.stringMatching(/This is no export\. Export it again\. .*nodes/));
});
