/** What follows the fields of a tool of a language model: the tools of its MCP server, and its test call. */
import { isObject } from "../../../api/json";
import type { FlowDefinition, FlowNode, ServerTool } from "../../../api/types";
import { dataOf } from "../../../flow/definition/edits";
import { at, type Path } from "../../../flow/definition/json";
import { line } from "../../../flow/definition/read";
import { ModelToolTest } from "../tooltest/ModelToolTest";
import { asPublished, nameFor, serverOf } from "./server-tools";
import { ServerTools } from "./ServerTools";
import { useServerTools } from "./useServerTools";

interface Props {
  flowId: string;
  node: FlowNode;
  definition: FlowDefinition;
  /** The place of the tool in the node's list. */
  index: number;
  /** Sets a field of the node's data. */
  set: (path: Path, value: unknown) => void;
}

export function ModelTool({ flowId, node, definition, index, set }: Props) {
  const tool = at(dataOf(node), ["tools", index]);
  const server = serverOf(tool);
  const listing = useServerTools(flowId, server ?? { server: "", headers: {} });
  if (!isObject(tool)) return null;
  const choose = ({ name }: ServerTool) => {
    set(["tools", index, "mcp", "tool"], name);
    if (line(tool.name).trim() === "") set(["tools", index, "name"], nameFor(name));
  };
  return (
    <>
      {server === null ? null : (
        <ServerTools
          server={server}
          nodeId={node.id}
          chosen={line(at(tool, ["mcp", "tool"]))}
          listing={listing}
          onChoose={choose}
        />
      )}
      <ModelToolTest
        flowId={flowId}
        nodeId={node.id}
        definition={definition}
        index={index}
        tool={asPublished(tool, listing.last?.tools ?? [])}
      />
    </>
  );
}
