import { beforeEach, describe, expect, it } from "vitest";
import { sampleFlow } from "../../testing/sample-flow";
import { readUnsaved, removeUnsaved, storeUnsaved } from "./unsaved";

describe("unsaved changes", () => {
  beforeEach(() => localStorage.clear());

  it("is stored per flow, and removed", () => {
    const unsaved = {
      definition: sampleFlow(),
      unfinished: [{ nodeId: null, path: ["variables", "x"], text: "{", error: "?" }],
      revision: 3,
      at: "2026-01-01T00:00:00Z",
    };
    expect(storeUnsaved("one", unsaved)).toBe(true);
    expect(readUnsaved("one")).toEqual(unsaved);
    expect(readUnsaved("two")).toBeNull();
    removeUnsaved("one");
    expect(readUnsaved("one")).toBeNull();
  });
  it("is null if it cannot be read", () => {
    localStorage.setItem("callflow.unsaved.one", "{broken");
    expect(readUnsaved("one")).toBeNull();
  });
  it("reads what an older version of this page stored", () => {
    const unfinished = { nodeId: null, path: ["variables", "x"], text: "{", fault: "?" };
    localStorage.setItem(
      "callflow.unsaved.one",
      JSON.stringify({ definition: sampleFlow(), unfinished: [unfinished], revision: 3, at: "" }),
    );
    expect(readUnsaved("one")?.unfinished).toEqual([{ nodeId: null, path: ["variables", "x"], text: "{", error: "?" }]);
  });
});
