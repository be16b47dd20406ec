/** What a node is called, and what it does in one line. */
import type { FlowNode } from "../../api/types";
import { kindOf } from "./kinds";
import { counted, cut, field, line, list } from "./read";

const LONGEST = 120;

export function titleOf(node: FlowNode): string {
  return line(field(node.data, "label")) || node.id;
}

export function digestOf(node: FlowNode): string {
  return cut(digest(node), LONGEST);
}

function digest(node: FlowNode): string {
  const text = (name: string) => line(field(node.data, name));
  const { type } = node;
  switch (type) {
    case "start":
      return text("message") || "Says nothing";
    case "elicitation":
      return text("prompt") || "No prompt yet";
    case "llm":
      return text("instructions") || "No instructions yet";
    case "decision":
      return counted(list(field(node.data, "conditions")).length, "condition");
    case "tool":
      return requestOf(node.data);
    case "transfer":
      return text("to") ? `to ${text("to")}` : "No number yet";
    case "end":
      return text("message") || "Says nothing";
    default:
      return kindOf(type).does;
  }
}

/** `GET host/path`, without the query and the password that a URL may hold. */
function requestOf(data: unknown): string {
  const request = field(data, "request");
  const url = line(field(request, "url"));
  if (url === "") return "No address yet";
  const method = line(field(request, "method")) || "GET";
  return `${method} ${url
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/^[^/@{]*@/, "")
    .replace(/[?#].*$/, "")}`;
}
