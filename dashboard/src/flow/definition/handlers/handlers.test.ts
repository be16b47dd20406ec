import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "../../../api/types";
import { sampleFlow } from "../../../testing/sample-flow";
import { addHandler, newHandlerId, setHandlerTarget } from "./edits";
import { handlerPath, handlersOf } from "./handlers";

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

describe("a line from the handlers' lane", () => {
  it("adds a handler with a free id, which leads to the node at its end", () => {
    const first = addHandler(sampleFlow(), newHandlerId(sampleFlow()), "end");
    expect(first.handlers).toEqual([{ id: "handler-1", phrases: [], target: "end" }]);
    expect(addHandler(first, "handler-1", "").handlers?.at(-1)).toEqual({ id: "handler-2", phrases: [], target: "" });
    expect(handlerPath(sampleFlow(), "handler-1")).toEqual(["handlers", 0]);
    expect(handlerPath(first, "handler-1")).toEqual(["handlers", 0]);
    expect(handlerPath(first, "handler-2")).toEqual(["handlers", 1]);
  });

  it("lets a handler lead to another node, and changes nothing else", () => {
    const flow = withHandlers([
      { id: "a", when: "x", target: "end" },
      { id: "b", phrases: ["y"], target: "end" },
    ]);
    expect(setHandlerTarget(flow, "b", "ask").handlers).toEqual([
      { id: "a", when: "x", target: "end" },
      { id: "b", phrases: ["y"], target: "ask" },
    ]);
    expect(setHandlerTarget(flow, "gone", "ask")).toBe(flow);
  });
});
