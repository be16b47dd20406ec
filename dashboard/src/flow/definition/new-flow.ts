/** The smallest flow that is right: it greets, asks one thing, and says goodbye. */
import type { FlowDefinition } from "../../api/types";
import { isDrawable } from "./drawable";

export function newFlow(name: string): FlowDefinition {
  const made: unknown = {
    name,
    variables: {},
    nodes: [
      { id: "start", type: "start", position: { x: 0, y: 0 }, data: { message: "Hello!" } },
      {
        id: "ask",
        type: "elicitation",
        position: { x: 280, y: 0 },
        data: { label: "What is it about?", prompt: "What can I do for you?", variable: "request" },
      },
      { id: "end", type: "end", position: { x: 560, y: 0 }, data: { message: "Thank you. Goodbye!" } },
    ],
    edges: [
      { id: "start-ask", source: "start", target: "ask" },
      { id: "ask-end", source: "ask", target: "end" },
    ],
  };
  if (!isDrawable(made)) throw new Error("The new flow is no flow.");
  return made;
}
