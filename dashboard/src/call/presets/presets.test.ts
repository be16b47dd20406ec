import { describe, expect, it } from "vitest";
import { safeStorage } from "../../state/storage";
import { MemoryStorage } from "../../testing/memory-storage";
import { example, readPresets, readVariables, storePresets, withPreset } from "./presets";

const declared = {
  name: { type: "string" as const, default: "Ada" },
  age: { type: "integer" as const, default: null },
  tags: { type: "array" as const, default: null },
};

describe("presets", () => {
  it("are stored by flow and name, with the one last used", () => {
    const storage = new MemoryStorage();
    const one = withPreset({ list: [], last: null }, { name: "grown", variables: { age: 40 } });
    const two = withPreset(one, { name: "child", variables: { age: 4 } });
    storePresets("flow", withPreset(two, { name: "grown", variables: { age: 41 } }), storage);
    expect(readPresets("flow", storage)).toEqual({
      list: [
        { name: "child", variables: { age: 4 } },
        { name: "grown", variables: { age: 41 } },
      ],
      last: "grown",
    });
    expect(readPresets("other", storage).list).toEqual([]);
  });

  it("are empty if the stored value is invalid", () => {
    const storage = new MemoryStorage();
    for (const text of ["{", "[]", '{"list":1}', '{"list":[{"name":1}],"last":"gone"}']) {
      storage.write("callflow.presets.flow", text);
      expect(readPresets("flow", storage)).toEqual({ list: [], last: null });
    }
  });

  it("reports a browser that stores nothing", () => {
    const denied = safeStorage(() => {
      throw new DOMException("denied", "SecurityError");
    });
    expect(storePresets("flow", { list: [], last: null }, denied)).toBe(false);
  });
});

describe("variables", () => {
  it("are read from JSON with the flow's names and types", () => {
    expect(readVariables('{"name": "Bo", "age": 3, "tags": []}', declared)).toEqual({
      ok: true,
      variables: { name: "Bo", age: 3, tags: [] },
    });
    expect(readVariables("  ", declared)).toEqual({ ok: true, variables: {} });
    expect(readVariables('{"age": null}', declared).ok).toBe(true);
  });

  it("are refused with all problems", () => {
    const read = readVariables('{"nam": "Bo", "age": 3.5, "tags": {}, "toString": 1}', declared);
    if (read.ok) throw new Error("the variables should be refused");
    expect(read.problems).toHaveLength(4);
    expect(read.problems[0]).toContain("declares no variable nam");
    expect(read.problems[1]).toContain("whole number");
    expect(readVariables("[1]", declared).ok).toBe(false);
    expect(readVariables("{name: 1}", declared).ok).toBe(false);
  });

  it("start with the declared defaults, which are valid", () => {
    expect(JSON.parse(example(declared))).toEqual({ name: "Ada", age: 0, tags: [] });
    expect(readVariables(example(declared), declared).ok).toBe(true);
  });
});
