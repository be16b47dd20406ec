import { describe, expect, it } from "vitest";
import { aTurn } from "../../testing/sessions";
import type { FlowTest } from "../../api/types";
import { answerKind, asItCame, authored, newAnswer, withAnswers, withExpected, withField, withInput } from "./edits";

const test: FlowTest = { name: "A test", turns: [{ say: "hello" }] };

describe("edits of a test", () => {
  it("leave the id and the time out of what its author writes", () => {
    expect(authored({ ...test, testId: "t", updatedAt: "2026-01-01T00:00:00Z" })).toEqual(test);
  });

  it("leave out a field without a value", () => {
    expect(withField(test, "at", "2026-01-01T00:00:00Z").at).toBe("2026-01-01T00:00:00Z");
    expect(Object.keys(withField({ ...test, at: "x" }, "at", undefined))).toEqual(["name", "turns"]);
  });

  it("give a turn one input, and a turn without input its expectations", () => {
    expect(withInput({ say: "hello", expect: { node: "a" } }, "silence")).toEqual({
      silence: true,
      expect: { node: "a" },
    });
    expect(withInput({ say: "hello" }, "none")).toEqual({ expect: {} });
    expect(withInput({ expect: {} }, "press")).toEqual({ press: "", expect: {} });
    expect(withExpected({ say: "a", expect: { node: "b" } }, {})).toEqual({ say: "a" });
    expect(withExpected({ expect: { node: "b" } }, {})).toEqual({ expect: {} });
  });

  it("leave out a node without answers, and the answers if no node has one", () => {
    const one = withAnswers(test, "call", [newAnswer("tool")]);
    expect(one.mocks).toEqual({ call: [{ status: 200, body: {} }] });
    expect(withAnswers(one, "call", [])).toEqual(test);
    expect((["tool", "model", "error"] as const).map((kind) => answerKind(newAnswer(kind)))).toEqual([
      "tool",
      "model",
      "error",
    ]);
  });

  it("expect what came, and keep the wordings", () => {
    const came = aTurn("1", { variables: { changed: { topic: "b" } }, action: { type: "hangup" } });
    const failed = [{ turn: 1, field: "status", expected: "waiting", actual: "completed" }];
    const before = { node: "ask", says: "hello", status: "waiting" as const, variables: { topic: "a" } };
    expect(asItCame(before, came, "bye", failed)).toEqual({
      node: "bye",
      says: "hello",
      variables: { topic: "b" },
      action: "hangup",
      status: "completed",
    });
    expect(asItCame({}, aTurn("1"), null, [])).toEqual({ action: "listen" });
  });
});
