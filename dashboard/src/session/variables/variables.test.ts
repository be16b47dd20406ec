import { describe, expect, it } from "vitest";
import { aFlow, aSession, aTurn } from "../../testing/sessions";
import { equalJson, variablesAt } from "./variables";

const changing = (turnId: string, changed: Record<string, unknown>) => aTurn(turnId, { variables: { changed } });
const session = aSession({
  turns: [
    changing("1", { count: 0, channel: "chat" }),
    changing("2", { count: 3, list: [1, { a: 1 }] }),
    changing("3", { name: "Ann" }),
    changing("4", { count: null }),
  ],
});
const rowsAt = (last: number | null) =>
  variablesAt(session, aFlow, last).map(({ name, value, was, changed }) => [name, value, ...(changed ? [was] : [])]);

describe("variablesAt", () => {
  it("has the defaults, which are not changes of the first turn", () => {
    expect(rowsAt(0)).toEqual([
      ["channel", "chat", undefined],
      ["count", 0],
      ["name", undefined],
    ]);
  });

  it("lists changed variables first, with their earlier values", () => {
    expect(rowsAt(1)).toEqual([
      ["count", 3, 0],
      ["list", [1, { a: 1 }], undefined],
      ["channel", "chat"],
      ["name", undefined],
    ]);
  });

  it("keeps values that earlier turns set", () => {
    expect(rowsAt(2)).toEqual([
      ["name", "Ann", undefined],
      ["channel", "chat"],
      ["count", 3],
      ["list", [1, { a: 1 }]],
    ]);
  });

  it("uses the newest turn by default", () => {
    expect(rowsAt(null)).toEqual(rowsAt(3));
    expect(rowsAt(3)[0]).toEqual(["count", null, 3]);
  });

  it("shows the call's variables before the first turn, also without a definition", () => {
    const pending = aSession({ status: "pending" });
    pending.context.variables = { who: "Bob" };
    expect(variablesAt(pending, undefined, null)).toEqual([
      { name: "who", value: "Bob", was: undefined, changed: true },
    ]);
  });

  it("accepts a variable that is named like an object's property", () => {
    const odd = aSession({
      turns: [changing("1", JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>)],
    });
    expect(variablesAt(odd, aFlow, 0).map(({ name }) => name)).toContain("__proto__");
  });
});

describe("equalJson", () => {
  it("compares JSON values without the order of keys", () => {
    expect(equalJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(equalJson({ a: undefined }, { b: undefined })).toBe(false);
    expect(equalJson([1], { 0: 1 })).toBe(false);
    expect(equalJson(1, "1")).toBe(false);
    expect(equalJson(null, undefined)).toBe(false);
  });
});
