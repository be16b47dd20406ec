import { describe, expect, it } from "vitest";
import { fixture } from "../../testing/sample-flow";
import { setName } from "../../flow/definition/draft";
import { beginEditing, isDirty, reduce, type EditorState } from "./draft-state";
import { begin, change, redo, undo } from "./history";

describe("history", () => {
  it("undoes and does again", () => {
    const changed = change(change(begin(1), 2, null, 0), 3, null, 0);
    expect(undo(changed).present).toBe(2);
    expect(undo(undo(changed)).present).toBe(1);
    expect(undo(undo(undo(changed))).present).toBe(1);
    expect(redo(undo(changed)).present).toBe(3);
    expect(redo(changed)).toBe(changed);
  });
  it("takes quick changes of one thing for one", () => {
    const typed = change(change(change(begin(""), "a", "name", 0), "ab", "name", 500), "abc", "name", 1_000);
    expect(undo(typed).present).toBe("");
    const paused = change(typed, "abcd", "name", 9_000);
    expect(undo(paused).present).toBe("abc");
    expect(undo(change(typed, "x", "other", 1_001)).present).toBe("abc");
  });
  it("forgets what was undone when something else is done", () => {
    expect(change(undo(change(begin(1), 2, null, 0)), 3, null, 0).future).toEqual([]);
  });
});

describe("the editor", () => {
  const draft = () => beginEditing({ definition: fixture(), revision: 4 }, fixture());
  const named = (state: EditorState, name: string) =>
    reduce(state, { type: "edit", edit: (flow) => setName(flow, name), about: null, at: 0 });

  it("is dirty as long as it is not what the server has", () => {
    const state = named(draft(), "other");
    expect(isDirty(draft())).toBe(false);
    expect(isDirty(state)).toBe(true);
    expect(isDirty(named(state, "support"))).toBe(false);
    expect(isDirty(reduce(state, { type: "undo" }))).toBe(false);
    expect(isDirty(reduce(state, { type: "saved", definition: state.history.present, revision: 5 }))).toBe(false);
  });
  it("stays dirty where more was written while it was being saved", () => {
    const sent = named(draft(), "sent");
    expect(
      isDirty(reduce(named(sent, "later"), { type: "saved", definition: sent.history.present, revision: 5 })),
    ).toBe(true);
  });
  it("goes on with work that was kept, and undoes to the server's", () => {
    const kept = beginEditing({ definition: fixture(), revision: 4 }, setName(fixture(), "mine"));
    expect(isDirty(kept)).toBe(true);
    expect(reduce(kept, { type: "undo" }).history.present.name).toBe("support");
  });
  it("brings back by undo what was discarded", () => {
    const adopted = reduce(named(draft(), "mine"), {
      type: "adopt",
      definition: setName(fixture(), "theirs"),
      revision: 9,
    });
    expect(isDirty(adopted)).toBe(false);
    expect(adopted.base.revision).toBe(9);
    expect(reduce(adopted, { type: "undo" }).history.present.name).toBe("mine");
  });
  it("is dirty while a text is unfinished", () => {
    const unfinished = { nodeId: "call", path: ["request", "body"], text: "{", fault: "?" };
    const state = reduce(draft(), { type: "unfinished", unfinished });
    expect(isDirty(state)).toBe(true);
    expect(reduce(state, { type: "renamed", from: "call", to: "ring" }).unfinished[0]?.nodeId).toBe("ring");
    expect(isDirty(reduce(state, { type: "finished", nodeId: "call", path: ["request", "body"] }))).toBe(false);
  });
  it("was never saved where the server has nothing", () => {
    expect(isDirty(beginEditing({ definition: null, revision: 0 }, fixture()))).toBe(true);
  });
});
