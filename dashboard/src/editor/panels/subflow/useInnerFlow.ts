/** The flow that a subflow node runs: the version that the node names, otherwise the latest one. */
import { skipToken, useQuery } from "@tanstack/react-query";
import { keys, readFlow } from "../../../api/flows";
import type { FlowNode, FlowRead } from "../../../api/types";
import { field, list } from "../../../flow/definition/read";

/** `undefined` while it loads, null if there is none. */
export function useInnerFlow(node: FlowNode): FlowRead | null | undefined {
  const flowId = field(node.data, "flowId");
  const version = field(node.data, "version");
  const named = node.type === "subflow" && typeof flowId === "string" && flowId !== "";
  const which = typeof version === "number" ? version : "latest";
  const { data, isError } = useQuery({
    queryKey: keys.version(named ? flowId : null, which),
    queryFn: named ? ({ signal }) => readFlow(flowId, which, signal) : skipToken,
    retry: false,
  });
  return !named || isError ? null : data;
}

/** The outcomes of a flow's end nodes, each once. The node that runs the flow leaves by them. */
export function outcomesOf(flow: FlowRead | null | undefined): readonly string[] {
  const outcomes = list(flow?.definition.nodes)
    .filter((node) => field(node, "type") === "end")
    .map((node) => field(field(node, "data"), "outcome"));
  return [...new Set(outcomes.filter((outcome) => typeof outcome === "string" && outcome !== ""))] as string[];
}
