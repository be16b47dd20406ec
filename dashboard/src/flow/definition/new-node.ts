/** Creates nodes with the least data that their kind needs. */
import type { FlowDefinition, FlowNode, NodeType } from "../../api/types";
import { texts } from "../../texts";
import { freeId } from "./free-id";
import type { Point } from "./position";
import { field, list } from "./read";

/** The id that a new node of this kind gets. */
export function newNodeId(definition: FlowDefinition, type: NodeType): string {
  return freeId(
    `${type}-`,
    definition.nodes.map(({ id }) => id),
  );
}

/**
 * Creates a node.
 *
 * `id`: the node's id, if it is free in `definition`. If not, the node gets a new id.
 * `at`: the node's upper left corner; it is rounded to whole pixels.
 */
export function newNode(definition: FlowDefinition, type: NodeType, at: Point, id: string): FlowNode {
  const taken = definition.nodes.some((node) => node.id === id);
  const node = {
    id: taken ? newNodeId(definition, type) : id,
    position: { x: Math.round(at.x), y: Math.round(at.y) },
  };
  const initial = texts.flow.initial;
  switch (type) {
    case "start":
      return { ...node, type, data: { message: "" } };
    case "form": {
      const slot = { prompt: initial.prompt, variable: freeVariable(definition) };
      return { ...node, type, data: { slots: [slot] } };
    }
    case "message":
      return { ...node, type, data: { message: initial.message } };
    case "elicitation":
      return { ...node, type, data: { prompt: initial.prompt, variable: freeVariable(definition) } };
    case "llm":
      return { ...node, type, data: { instructions: initial.instructions } };
    case "decision":
      return {
        ...node,
        type,
        data: { conditions: [{ id: "condition-1", expression: "false", label: initial.condition }] },
      };
    case "tool":
      return { ...node, type, data: { request: { method: "GET", url: "https://example.com/" } } };
    case "subflow":
      return { ...node, type, data: { flowId: initial.flowId } };
    case "transfer":
      return { ...node, type, data: { to: "+15550100" } };
    case "end":
      return { ...node, type, data: { message: initial.goodbye } };
  }
}

function freeVariable(definition: FlowDefinition): string {
  const asked = definition.nodes
    .flatMap(({ data }) => [data, ...list(field(data, "slots"))])
    .flatMap((question) => {
      const variable = field(question, "variable");
      return typeof variable === "string" ? [variable] : [];
    });
  return freeId("answer", [...Object.keys(definition.variables ?? {}), ...asked]);
}
