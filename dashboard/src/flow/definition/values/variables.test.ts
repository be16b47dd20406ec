import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "../../../api/types";
import { initialValues, namesIn, variableNames } from "./variables";

const FLOW = {
  name: "orders",
  variables: { number: { type: "string", default: "1001" }, total: { type: "number" } },
  nodes: [
    { id: "start", type: "start", data: { message: "Hello." } },
    { id: "ask", type: "elicitation", data: { prompt: "Which?", variable: "number" } },
    { id: "all", type: "form", data: { slots: [{ prompt: "When?", variable: "day" }] } },
    { id: "talk", type: "llm", data: { instructions: "Talk.", extract: { mood: { type: "string" } } } },
    {
      id: "call",
      type: "tool",
      data: { request: { url: "https://x.test" }, assign: { state: "response.body.state" } },
    },
  ],
  edges: [],
} as unknown as FlowDefinition;

describe("the variables of a flow", () => {
  it("are those that it declares and those that its nodes set", () => {
    expect(variableNames(FLOW)).toEqual(["number", "total", "day", "mood", "state"]);
  });

  it("begin with their default, or with null", () => {
    expect(initialValues(FLOW)).toEqual({ number: "1001", total: null, day: null, mood: null, state: null });
  });

  it("are found in a request as whole words", () => {
    const request = { url: "https://x.test/{{ number }}", query: { of: "{{ days }}" }, body: { t: "{{ total + 1 }}" } };
    expect(namesIn(request, variableNames(FLOW))).toEqual(["number", "total"]);
    expect(namesIn(undefined, variableNames(FLOW))).toEqual([]);
  });
});
