/** The test call of a tool, and its last result. The result stays until the page is left. */
import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../../../api/failure";
import { keys, testTool } from "../../../api/flows";
import type { ToolTest, ToolTestResult } from "../../../api/types";

export interface ToolTesting {
  /** The last result; null before the first call. */
  last: ToolTestResult | null;
  running: boolean;
  /** Why the API made no call. */
  failure: ApiFailure | null;
  run: (test: ToolTest) => void;
}

/** `tool`: the name of a tool of a language model; empty for a tool node. */
export function useToolTest(flowId: string, nodeId: string, tool = ""): ToolTesting {
  const client = useQueryClient();
  const queryKey = keys.toolTest(flowId, nodeId, tool);
  const { data } = useQuery<ToolTestResult>({ queryKey, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity });
  const { mutate, isPending, error } = useMutation({
    mutationFn: (test: ToolTest) => testTool(flowId, test),
    onSuccess: (result) => client.setQueryData(queryKey, result),
  });
  return { last: data ?? null, running: isPending, failure: error === null ? null : asFailure(error), run: mutate };
}
