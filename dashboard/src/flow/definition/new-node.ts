/** A new node of each kind, with the least that its data must hold, and an id that no other has. */
import type { FlowDefinition, FlowNode, NodeType } from "../../api/types";
import type { Point } from "./position";

export function newNode(definition: FlowDefinition, type: NodeType, at: Point): FlowNode {
  const position = { x: Math.round(at.x), y: Math.round(at.y) };
  const id = freeId(`${type}-`, definition.nodes);
  const node = { id, position };
  switch (type) {
    case "start":
      return { ...node, type, data: { message: "" } };
    case "elicitation":
      return { ...node, type, data: { prompt: "What can I do for you?", variable: freeVariable(definition) } as never };
    case "llm":
      return { ...node, type, data: { instructions: "Answer the caller in one short sentence." } as never };
    case "decision":
      return {
        ...node,
        type,
        data: { conditions: [{ id: "condition-1", expression: "false", label: "Condition 1" }] },
      };
    case "tool":
      return { ...node, type, data: { request: { method: "GET", url: "https://example.com/" } } as never };
    case "transfer":
      return { ...node, type, data: { to: "+15550100" } as never };
    case "end":
      return { ...node, type, data: { message: "Goodbye!" } };
  }
}

/** The prefix and the least number that no item has yet. */
export function freeId(prefix: string, items: readonly { id: string }[]): string {
  const ids = new Set(items.map(({ id }) => id));
  let number = 1;
  while (ids.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

function freeVariable(definition: FlowDefinition): string {
  const names = new Set(Object.keys(definition.variables ?? {}));
  for (const node of definition.nodes) if (node.type === "elicitation") names.add(node.data.variable);
  let number = 1;
  while (names.has(`answer${number}`)) number += 1;
  return `answer${number}`;
}
