import { describe, expect, it } from "vitest";
import { sampleFlow } from "../../testing/sample-flow";
import { setName } from "../../flow/definition/edits";
import { initialState, isDirty, reduce, type DraftState } from "./draft-state";
import { newHistory, change, redo, undo } from "./history";

describe("history", () => {
  it("undoes and redoes", () => {
    const changed = change(change(newHistory(1), 2, null, 0), 3, null, 0);
    expect(undo(changed).present).toBe(2);
    expect(undo(undo(changed)).present).toBe(1);
    expect(undo(undo(undo(changed))).present).toBe(1);
    expect(redo(undo(changed)).present).toBe(3);
    expect(redo(changed)).toBe(changed);
  });
  it("joins quick changes of one subject", () => {
    const typed = change(change(change(newHistory(""), "a", "name", 0), "ab", "name", 500), "abc", "name", 1_000);
    expect(undo(typed).present).toBe("");
    const paused = change(typed, "abcd", "name", 9_000);
    expect(undo(paused).present).toBe("abc");
    expect(undo(change(typed, "x", "other", 1_001)).present).toBe("abc");
  });
  it("drops undone changes after a new change", () => {
    expect(change(undo(change(newHistory(1), 2, null, 0)), 3, null, 0).future).toEqual([]);
  });
});

describe("a draft", () => {
  const draft = () => initialState({ definition: sampleFlow(), revision: 4 }, sampleFlow());
  const named = (state: DraftState, name: string) =>
    reduce(state, { type: "edit", edit: (flow) => setName(flow, name), about: null, at: 0 });

  it("is dirty while it differs from the server's", () => {
    const state = named(draft(), "other");
    expect(isDirty(draft())).toBe(false);
    expect(isDirty(state)).toBe(true);
    expect(isDirty(named(state, "support"))).toBe(false);
    expect(isDirty(reduce(state, { type: "undo" }))).toBe(false);
    expect(isDirty(reduce(state, { type: "saved", definition: state.history.present, revision: 5 }))).toBe(false);
  });
  it("stays dirty if it changed during the save", () => {
    const sent = named(draft(), "sent");
    expect(
      isDirty(reduce(named(sent, "later"), { type: "saved", definition: sent.history.present, revision: 5 })),
    ).toBe(true);
  });
  it("starts with restored work, and undoes to the server's", () => {
    const restored = initialState({ definition: sampleFlow(), revision: 4 }, setName(sampleFlow(), "mine"));
    expect(isDirty(restored)).toBe(true);
    expect(reduce(restored, { type: "undo" }).history.present.name).toBe("support");
  });
  it("restores discarded work by undo", () => {
    const adopted = reduce(named(draft(), "mine"), {
      type: "adopt",
      definition: setName(sampleFlow(), "theirs"),
      revision: 9,
    });
    expect(isDirty(adopted)).toBe(false);
    expect(adopted.base.revision).toBe(9);
    expect(reduce(adopted, { type: "undo" }).history.present.name).toBe("mine");
  });
  it("is dirty while a text is unfinished", () => {
    const unfinished = { nodeId: "call", path: ["request", "body"], text: "{", error: "?" };
    const state = reduce(draft(), { type: "unfinished", unfinished });
    expect(isDirty(state)).toBe(true);
    expect(reduce(state, { type: "renamed", from: "call", to: "ring" }).unfinished[0]?.nodeId).toBe("ring");
    expect(isDirty(reduce(state, { type: "finished", nodeId: "call", path: ["request", "body"] }))).toBe(false);
  });
  it("is dirty if the server has no draft", () => {
    expect(isDirty(initialState({ definition: null, revision: 0 }, sampleFlow()))).toBe(true);
  });
});
