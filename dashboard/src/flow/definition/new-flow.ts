/** The definition of a new flow: it greets the caller, asks one question, and says goodbye, after a failure too. */
import type { FlowDefinition } from "../../api/types";
import { texts } from "../../texts";
import { isDrawable } from "./drawable";

/** The language and the time zone of a new flow. */
export interface Locale {
  language: string;
  timeZone: string;
}

/** `locale`: what the organization has set; by default what a flow has without these fields. */
export function newFlow(name: string, locale?: Locale): FlowDefinition {
  const { greeting, label, prompt, goodbye, sorry, sorryLabel } = texts.flow.newFlow;
  const definition: unknown = {
    name,
    ...(locale === undefined || locale.language === "en-US" ? {} : { language: locale.language }),
    ...(locale === undefined || locale.timeZone === "UTC" ? {} : { timeZone: locale.timeZone }),
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
