/** The title of a node, and its digest: what it does in one line. */
import type { FlowNode, NodeType } from "../../api/types";
import { texts } from "../../texts";
import { kindOf } from "./kinds";
import { cut, field, line, list } from "./read";

const MAX_LENGTH = 120;

/** The node's label, or its id if it has no label. */
export function titleOf(node: FlowNode): string {
  return line(field(node.data, "label")) || node.id;
}

export function digestOf(node: FlowNode): string {
  return cut(digest(node), MAX_LENGTH);
}

function digest({ type, data }: { type: NodeType; data?: unknown }): string {
  const text = (name: string) => line(field(data, name));
  const words = texts.flow.digest;
  switch (type) {
    case "start":
    case "message":
      return text("message") || words.saysNothing;
    case "elicitation":
      return text("prompt") || words.noPrompt;
    case "form":
      return slotsOf(data) || text("prompt") || words.noSlots;
    case "llm":
      return text("instructions") || words.noInstructions;
    case "decision":
      return words.conditions(list(field(data, "conditions")).length);
    case "tool":
      return requestOf(data);
    case "subflow":
      return text("flowId") ? words.runs(text("flowId")) : words.noFlow;
    case "transfer":
      return text("to") ? words.transferTo(text("to")) : words.noNumber;
    case "end":
      return text("message") || words.saysNothing;
    default:
      return kindOf(type).does;
  }
}

/** The slots of a form by their labels, or by their variables: "day, time, people". */
function slotsOf(data: unknown): string {
  const slots = list(field(data, "slots"));
  return slots
    .map((slot) => line(field(slot, "label")) || line(field(slot, "variable")))
    .filter(Boolean)
    .join(", ");
}

/** `GET host/path`. A URL may hold a query and a password: the digest shows neither. */
function requestOf(data: unknown): string {
  const request = field(data, "request");
  const url = line(field(request, "url"));
  if (url === "") return texts.flow.digest.noUrl;
  const method = line(field(request, "method")) || "GET";
  return `${method} ${url
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/^[^/@{]*@/, "")
    .replace(/[?#].*$/, "")}`;
}
