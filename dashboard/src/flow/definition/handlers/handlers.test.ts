import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "../../../api/types";
import { sampleFlow } from "../../../testing/sample-flow";
import { handlersOf } from "./handlers";

const withHandlers = (handlers: unknown) => ({ ...sampleFlow(), handlers }) as unknown as FlowDefinition;

describe("the handlers of a flow", () => {
  it("are named by what is said, by the words for the model or by the expression", () => {
    const flow = withHandlers([
      { id: "person", phrases: ["a person, please", "an agent"], target: "end", resume: false },
      { id: "hours", when: "the caller asks when we are open", target: "ask", resume: true },
      { id: "stop", expression: "value === 'stop'", target: "end" },
      { id: "empty" },
    ]);
    expect(handlersOf(flow).map(({ title, target, resume }) => [title, target, resume])).toEqual([
      ["“a person, please” and 1 more", "end", false],
      ["the caller asks when we are open", "ask", true],
      ["value === 'stop'", "end", false],
      ["empty", "", false],
    ]);
  });

  it("that are malformed or share an id are left out, and each keeps its place in the list", () => {
    const flow = withHandlers([1, { phrases: ["x"] }, { id: "a", phrases: [3, "yes"] }, { id: "a" }, { id: "b" }]);
    expect(handlersOf(flow).map(({ id, index, title }) => [id, index, title])).toEqual([
      ["a", 2, "“yes”"],
      ["b", 4, "b"],
    ]);
    expect(handlersOf(withHandlers("none"))).toEqual([]);
    expect(handlersOf(sampleFlow())).toEqual([]);
  });
});
