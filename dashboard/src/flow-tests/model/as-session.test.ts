import { describe, expect, it } from "vitest";
import { aTurn } from "../../testing/sessions";
import { nodeAfter, sessionOf, turnsOf } from "./as-session";

const run = (nodeId: string, outcome: string) => ({ nodeId, type: "tool" as const, outcome, millis: 0 });

const result = {
  testId: "t",
  name: "A test",
  passed: true,
  failures: [],
  millis: 1,
  turns: [
    aTurn("1", { response: "Hello.", nodes: [run("start", "default")], variables: { changed: { a: 1 } } }),
    aTurn("2", { input: "go", response: "One moment.", nodes: [run("ask", "default")], action: { type: "continue" } }),
    aTurn("2+1", {
      response: "Done.",
      nodes: [run("call", "default"), run("end", "hangup")],
      action: { type: "hangup" },
    }),
  ],
};

describe("the turns of a test's result", () => {
  it("have the requests with which a turn went on", () => {
    const turns = turnsOf(result);
    expect(turns.map(({ response }) => response)).toEqual(["Hello.", "One moment. Done."]);
    expect(turns[1]?.input).toBe("go");
    expect(turns[1]?.nodes.map(({ nodeId }) => nodeId)).toEqual(["ask", "call", "end"]);
    expect(turns[1]?.action).toEqual({ type: "hangup" });
  });

  it("are none of a test that has not run", () => {
    expect(turnsOf(undefined)).toEqual([]);
    expect(sessionOf("flow", []).currentNodeId).toBeNull();
  });

  it("say where the test is after each", () => {
    const turns = turnsOf(result);
    expect([nodeAfter(turns, 0), nodeAfter(turns, 1)]).toEqual(["start", "end"]);
    expect(sessionOf("flow", turns).currentNodeId).toBe("end");
  });
});
