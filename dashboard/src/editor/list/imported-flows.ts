/** The flows of an import: the flow itself, and those that its subflow nodes run, under ids that begin with its own. */
import type { FlowDefinition, ImportedFlow } from "../../api/types";

export interface NamedFlow {
  flowId: string;
  definition: FlowDefinition;
}

/**
 * Returns the flows in the order in which they can be published: each after those that it calls.
 * `id`: the id of the imported flow, which may differ from the one that the API suggested.
 */
export function importedFlows(imported: ImportedFlow, id: string): NamedFlow[] {
  const ids = new Map(imported.inner.map(({ flowId }) => [flowId, id + flowId.slice(imported.flowId.length)]));
  const inner = imported.inner.map(({ flowId, definition }) => ({
    flowId: ids.get(flowId) ?? flowId,
    definition: withIds(definition, ids),
  }));
  return [...inner, { flowId: id, definition: withIds(imported.definition, ids) }];
}

function withIds(definition: FlowDefinition, ids: ReadonlyMap<string, string>): FlowDefinition {
  if (ids.size === 0) return definition;
  const nodes = definition.nodes.map((node) => {
    if (node.type !== "subflow") return node;
    const flowId = ids.get(node.data.flowId);
    return flowId === undefined ? node : { ...node, data: { ...node.data, flowId } };
  });
  return { ...definition, nodes };
}
