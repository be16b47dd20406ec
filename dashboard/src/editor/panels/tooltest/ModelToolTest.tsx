/** The test call of a tool of a language model, in the form of that tool. */
import type { FlowDefinition } from "../../../api/types";
import type { JsonObject } from "../../../flow/definition/json";
import { line } from "../../../flow/definition/read";
import { argumentsOf } from "./arguments";
import { ToolTest } from "./ToolTest";
import { useToolTest } from "./useToolTest";

interface Props {
  flowId: string;
  nodeId: string;
  definition: FlowDefinition;
  /** The place of the tool in the node's list. */
  index: number;
  tool: JsonObject;
}

export function ModelToolTest({ flowId, nodeId, definition, index, tool }: Props) {
  const testing = useToolTest(flowId, nodeId, line(tool.name) || String(index));
  return (
    <ToolTest definition={definition} nodeId={nodeId} tool={tool} arguments={argumentsOf(tool)} testing={testing} />
  );
}
