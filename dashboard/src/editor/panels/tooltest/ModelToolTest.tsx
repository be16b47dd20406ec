/** The test call of a tool of a language model, in the form of that tool. */
import { isObject } from "../../../api/json";
import type { FlowDefinition, FlowNode } from "../../../api/types";
import { dataOf } from "../../../flow/definition/edits";
import { at } from "../../../flow/definition/json";
import { line } from "../../../flow/definition/read";
import { argumentsOf } from "./arguments";
import { ToolTest } from "./ToolTest";
import { useToolTest } from "./useToolTest";

interface Props {
  flowId: string;
  node: FlowNode;
  definition: FlowDefinition;
  /** The place of the tool in the node's list. */
  index: number;
}

export function ModelToolTest({ flowId, node, definition, index }: Props) {
  const tool = at(dataOf(node), ["tools", index]);
  const testing = useToolTest(flowId, node.id, line(at(tool, ["name"])) || String(index));
  if (!isObject(tool)) return null;
  return (
    <ToolTest definition={definition} nodeId={node.id} tool={tool} arguments={argumentsOf(tool)} testing={testing} />
  );
}
