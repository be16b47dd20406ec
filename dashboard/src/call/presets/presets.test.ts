import { describe, expect, it } from "vitest";
import { example, keepPresets, readPresets, readVariables, withPreset } from "./presets";

const declared = {
  name: { type: "string" as const, default: "Ada" },
  age: { type: "integer" as const, default: null },
  tags: { type: "array" as const, default: null },
};

class Storage {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
}

describe("presets", () => {
  it("are kept flow by flow, by name, with the one last used", () => {
    const storage = new Storage();
    const one = withPreset({ list: [], last: null }, { name: "grown", variables: { age: 40 } });
    const two = withPreset(one, { name: "child", variables: { age: 4 } });
    keepPresets("flow", withPreset(two, { name: "grown", variables: { age: 41 } }), storage);
    expect(readPresets("flow", storage)).toEqual({
      list: [
        { name: "child", variables: { age: 4 } },
        { name: "grown", variables: { age: 41 } },
      ],
      last: "grown",
    });
    expect(readPresets("other", storage).list).toEqual([]);
  });

  it("are none where what was kept makes no sense", () => {
    const storage = new Storage();
    for (const text of ["{", "[]", '{"list":1}', '{"list":[{"name":1}],"last":"gone"}']) {
      storage.setItem("callflow.presets.flow", text);
      expect(readPresets("flow", storage)).toEqual({ list: [], last: null });
    }
  });

  it("says when the browser keeps nothing", () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    expect(keepPresets("flow", { list: [], last: null }, full)).toBe(false);
  });
});

describe("variables", () => {
  it("are what the JSON says where names and types are the flow's", () => {
    expect(readVariables('{"name": "Bo", "age": 3, "tags": []}', declared)).toEqual({
      ok: true,
      variables: { name: "Bo", age: 3, tags: [] },
    });
    expect(readVariables("  ", declared)).toEqual({ ok: true, variables: {} });
    expect(readVariables('{"age": null}', declared).ok).toBe(true);
  });

  it("are refused with what is wrong, all at once", () => {
    const read = readVariables('{"nam": "Bo", "age": 3.5, "tags": {}, "toString": 1}', declared);
    if (read.ok) throw new Error("these are wrong");
    expect(read.problems).toHaveLength(4);
    expect(read.problems[0]).toContain("declares no variable nam");
    expect(read.problems[1]).toContain("whole number");
    expect(readVariables("[1]", declared).ok).toBe(false);
    expect(readVariables("{name: 1}", declared).ok).toBe(false);
  });

  it("begin with the declared defaults, which fit", () => {
    expect(JSON.parse(example(declared))).toEqual({ name: "Ada", age: 0, tags: [] });
    expect(readVariables(example(declared), declared).ok).toBe(true);
  });
});
