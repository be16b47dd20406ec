/** Builders of flows for tests. The data of a node may be anything, as in an imported file. */
import type { FlowDefinition, FlowEdge, FlowNode, NodeType } from "../api/types";

export function node(id: string, type: NodeType, data: Record<string, unknown> = {}, x = 0, y = 0): FlowNode {
  return { id, type, data, position: { x, y } } as unknown as FlowNode;
}

export function edge(id: string, source: string, target: string, sourceHandle?: string): FlowEdge {
  return { id, source, target, ...(sourceHandle === undefined ? {} : { sourceHandle }) };
}

export function flow(nodes: FlowNode[], edges: FlowEdge[] = []): FlowDefinition {
  return { name: "flow", nodes, edges };
}

/** A flow of any size, with edges forwards and backwards. Equal arguments give equal flows. */
export function generatedFlow(nodes: number, edges: number): FlowDefinition {
  const types: readonly NodeType[] = ["elicitation", "decision", "tool", "llm", "elicitation", "decision"];
  const allNodes = Array.from({ length: nodes }, (_, at) => {
    const type: NodeType =
      at === 0
        ? "start"
        : at === nodes - 1
          ? "end"
          : at % 23 === 22
            ? "transfer"
            : (types[at % types.length] ?? "tool");
    return node(`n${at}`, type, {
      label: `Step ${at}`,
      prompt: "What would you like to do next?",
      instructions: "Answer in one short sentence.",
      conditions: [
        { id: "c1", label: "yes", expression: "a" },
        { id: "c2", expression: "total > 100" },
      ],
      request: { method: "GET", url: `https://api.example.com/v1/steps/${at}` },
      to: "+15550123",
      message: "Hello",
    });
  });
  const exits: Partial<Record<NodeType, string[]>> = {
    decision: ["c1", "c2"],
    elicitation: ["noMatch"],
    tool: ["error"],
  };
  const allEdges: FlowEdge[] = [];
  for (let at = 1; at < nodes; at += 1)
    allEdges.push(edge(`e${at}`, `n${Math.floor((at - 1) / 2)}`, `n${at}`, at % 2 ? undefined : "c1"));
  for (let at = 0; allEdges.length < edges; at += 1) {
    const from = (at * 37 + 11) % (nodes - 1);
    const type = allNodes[from]?.type ?? "tool";
    const handle = exits[type]?.[at % 2] ?? exits[type]?.[0];
    allEdges.push(edge(`f${at}`, `n${from}`, `n${(from + 3 + ((at * 13) % 29)) % nodes}`, handle));
  }
  return flow(allNodes, allEdges);
}
