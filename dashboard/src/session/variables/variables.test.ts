import { describe, expect, it } from "vitest";
import { aFlow, aSession, aTurn } from "../../testing/sessions";
import { same, variablesAt } from "./variables";

const changing = (turnId: string, changed: Record<string, unknown>) => aTurn(turnId, { variables: { changed } });
const session = aSession({
  turns: [
    changing("1", { count: 0, channel: "chat" }),
    changing("2", { count: 3, list: [1, { a: 1 }] }),
    changing("3", { name: "Ann" }),
    changing("4", { count: null }),
  ],
});
const told = (last: number | null) =>
  variablesAt(session, aFlow, last).map(({ name, value, was, changed }) => [name, value, ...(changed ? [was] : [])]);

describe("variablesAt", () => {
  it("knows the defaults, and does not take them for changes of the first turn", () => {
    expect(told(0)).toEqual([
      ["channel", "chat", undefined],
      ["count", 0],
      ["name", undefined],
    ]);
  });

  it("shows what a turn changed first, with what it was", () => {
    expect(told(1)).toEqual([
      ["count", 3, 0],
      ["list", [1, { a: 1 }], undefined],
      ["channel", "chat"],
      ["name", undefined],
    ]);
  });

  it("keeps what earlier turns set", () => {
    expect(told(2)).toEqual([
      ["name", "Ann", undefined],
      ["channel", "chat"],
      ["count", 3],
      ["list", [1, { a: 1 }]],
    ]);
  });

  it("takes the newest turn where none is named", () => {
    expect(told(null)).toEqual(told(3));
    expect(told(3)[0]).toEqual(["count", null, 3]);
  });

  it("shows what was given before the first turn, and needs no definition", () => {
    const pending = aSession({ status: "pending" });
    pending.context.variables = { who: "Bob" };
    expect(variablesAt(pending, undefined, null)).toEqual([
      { name: "who", value: "Bob", was: undefined, changed: true },
    ]);
  });

  it("takes a variable called as a property of every object for what it is", () => {
    const odd = aSession({
      turns: [changing("1", JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>)],
    });
    expect(variablesAt(odd, aFlow, 0).map(({ name }) => name)).toContain("__proto__");
  });
});

describe("same", () => {
  it("compares as JSON does", () => {
    expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(same({ a: undefined }, { b: undefined })).toBe(false);
    expect(same([1], { 0: 1 })).toBe(false);
    expect(same(1, "1")).toBe(false);
    expect(same(null, undefined)).toBe(false);
  });
});
