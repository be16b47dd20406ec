/** The definition of a new flow: it greets the caller, asks one question, and says goodbye, after a failure too. */
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { isDrawable } from "./drawable";

export function newFlow(name: string): FlowDefinition {
  const { greeting, label, prompt, goodbye, sorry, sorryLabel } = texts.flow.newFlow;
  const definition: unknown = {
    name,
    onFailure: "sorry",
    variables: {},
    nodes: [
      { id: "start", type: "start", position: { x: 0, y: 0 }, data: { message: greeting } },
      { id: "ask", type: "elicitation", position: { x: 280, y: 0 }, data: { label, prompt, variable: "request" } },
      { id: "end", type: "end", position: { x: 560, y: 0 }, data: { message: goodbye } },
      { id: "sorry", type: "end", position: { x: 560, y: 140 }, data: { label: sorryLabel, message: sorry } },
    ],
    edges: [
      { id: "start-ask", source: "start", target: "ask" },
      { id: "ask-end", source: "ask", target: "end" },
    ],
  };
  if (!isDrawable(definition)) throw new Error("The new flow cannot be drawn.");
  return definition;
}
