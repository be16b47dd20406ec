/** A flow for tests that uses every feature, and has unknown fields. */
import type { FlowDefinition } from "../api/types";
import { isDrawable } from "../flow/definition/drawable";

const written: unknown = {
  name: "support",
  owner: { team: "one" },
  variables: { topic: { type: "string", default: "" }, people: { type: "integer", default: 2, note: "kept" } },
  nodes: [
    { id: "start", type: "start", position: { x: 0, y: 0 }, data: { message: "Hello!" }, measured: { width: 1 } },
    {
      id: "ask",
      type: "elicitation",
      position: { x: 200, y: 0 },
      data: { prompt: "What?", variable: "topic", choices: ["a", { value: "b", synonyms: ["bee"] }] },
    },
    {
      id: "which",
      type: "decision",
      position: { x: 400, y: 0 },
      data: {
        label: "Which?",
        zebra: [1, { deep: null }],
        conditions: [
          { id: "one", expression: "topic === 'a'", colour: "red" },
          { id: "two", expression: "topic === 'b'", label: "B" },
        ],
      },
    },
    {
      id: "call",
      type: "tool",
      data: {
        request: {
          method: "POST",
          url: "https://example.com/",
          headers: { "X-B": "1", "X-A": "2" },
          body: { n: "{{ people }}" },
        },
        assign: { b: "1", a: "b" },
      },
    },
    { id: "end", type: "end", position: { x: 600, y: 0 }, data: {} },
  ],
  edges: [
    { id: "e1", source: "start", target: "ask", animated: true },
    { id: "e2", source: "ask", target: "which" },
    { id: "e3", source: "which", sourceHandle: "one", target: "call" },
    { id: "e4", source: "which", sourceHandle: "two", target: "end" },
    { id: "e5", source: "which", target: "end" },
    { id: "e6", source: "call", target: "end" },
  ],
};

export function sampleFlow(): FlowDefinition {
  const copy: unknown = structuredClone(written);
  if (!isDrawable(copy)) throw new Error("The sample flow cannot be drawn.");
  return copy;
}
