/** The flow as the call on this page runs it: a draft that changes meanwhile changes nothing of it. */
import { useQuery } from "@tanstack/react-query";
import { readFlow } from "../../api/flows";
import type { FlowDefinition } from "../../api/types";
import type { FlowVersion } from "../../session/read/useDefinition";

/** `call`: which call it is. */
export function useHeldDefinition(
  flowId: string,
  version: FlowVersion,
  call: string | null,
): FlowDefinition | undefined {
  const { data } = useQuery({
    queryKey: ["flow of a call", flowId, version, call],
    queryFn: ({ signal }) => readFlow(flowId, version, signal),
    enabled: call !== null,
    staleTime: Infinity,
  });
  return data?.definition;
}
