import { describe, expect, it } from "vitest";
import { aSession, aTurn, utterance } from "../../testing/sessions";
import { merge } from "./merge";

const whole = aSession({
  turns: [aTurn("1"), aTurn("2"), aTurn("3")],
  conversation: [
    utterance("1", "assistant", "Hello!"),
    utterance("2", "user", "Hi."),
    utterance("2", "assistant", "How can I help you today?"),
    utterance("3", "user", "Well"),
  ],
});

const lines = (session: ReturnType<typeof merge>) =>
  session?.context.conversation.map((line) => `${line.turnId} ${line.content}${line.interrupted ? "…" : ""}`);
const turns = (session: ReturnType<typeof merge>) => session?.turns.map((turn) => turn.turnId);

describe("merge", () => {
  it("returns the first reading unchanged", () => {
    expect(merge(undefined, whole)).toBe(whole);
  });

  it("removes the mark of a partial reading", () => {
    expect(merge(undefined, { ...whole, more: true })).toEqual(whole);
    expect(merge(whole, { ...aSession({ after: "3", turns: [aTurn("4")] }), more: true })).not.toHaveProperty("more");
  });

  it("appends new turns and lines", () => {
    const merged = merge(
      whole,
      aSession({
        after: "3",
        status: "completed",
        turns: [aTurn("4")],
        conversation: [utterance("4", "assistant", "Bye.")],
      }),
    );
    expect(turns(merged)).toEqual(["1", "2", "3", "4"]);
    expect(lines(merged)?.at(-1)).toBe("4 Bye.");
    expect(merged?.status).toBe("completed");
    expect(merged).not.toHaveProperty("after");
  });

  it("updates the session's fields without a new turn", () => {
    const merged = merge(whole, aSession({ after: "3", status: "abandoned" }));
    expect(turns(merged)).toEqual(["1", "2", "3"]);
    expect(lines(merged)).toEqual(lines(whole));
    expect(merged?.status).toBe("abandoned");
  });

  it("replaces the lines of an interrupted turn at their place", () => {
    const cut = [utterance("2", "user", "Hi."), utterance("2", "assistant", "How can", { interrupted: true })];
    const merged = merge(
      whole,
      aSession({
        after: "3",
        turns: [aTurn("4")],
        conversation: [...cut, utterance("4", "user", "Stop"), utterance("4", "assistant", "Yes?")],
      }),
    );
    expect(lines(merged)).toEqual(["1 Hello!", "2 Hi.", "2 How can…", "3 Well", "4 Stop", "4 Yes?"]);
  });

  it("drops turns after the one that the reading continues", () => {
    const merged = merge(
      whole,
      aSession({ after: "1", turns: [aTurn("2b")], conversation: [utterance("2b", "user", "Other")] }),
    );
    expect(turns(merged)).toEqual(["1", "2b"]);
    expect(lines(merged)).toEqual(["1 Hello!", "2b Other"]);
  });

  it("does not merge a continuation of an unknown turn", () => {
    expect(merge(whole, aSession({ after: "unknown", turns: [aTurn("4")] }))).toBeUndefined();
    expect(merge(undefined, aSession({ after: "1" }))).toBeUndefined();
    expect(merge(whole, aSession({ sessionId: "other", after: "3" }))).toBeUndefined();
    expect(merge(whole, aSession({ sessionId: "other" }))?.turns).toEqual([]);
  });

  it("keeps unchanged objects, for a whole reading and a continuation", () => {
    const again = merge(whole, structuredClone(whole));
    expect(again?.turns[1]).toBe(whole.turns[1]);
    expect(again?.context.conversation[2]).toBe(whole.context.conversation[2]);
    const more = merge(whole, aSession({ after: "3", turns: [aTurn("4")] }));
    expect(more?.turns[0]).toBe(whole.turns[0]);
    expect(more?.context.conversation[0]).toBe(whole.context.conversation[0]);
  });

  it("does not change its arguments", () => {
    const before = structuredClone(whole);
    merge(whole, aSession({ after: "3", turns: [aTurn("4")], conversation: [utterance("2", "assistant", "How")] }));
    expect(whole).toEqual(before);
  });
});
