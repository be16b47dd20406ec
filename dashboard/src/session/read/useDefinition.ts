/** A flow's definition in one version. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../../api/failure";
import { keys, readFlow } from "../../api/flows";
import type { FlowDefinition, FlowRead } from "../../api/types";

export type FlowVersion = number | "draft" | "latest";

interface UsedDefinition {
  definition: FlowDefinition | undefined;
  flow: FlowRead | undefined;
  pending: boolean;
  failure: ApiFailure | null;
  again: () => void;
}

/** A null flow or version loads nothing. */
export function useDefinition(flowId: string | null, version: FlowVersion | null): UsedDefinition {
  const query: UseQueryResult<FlowRead> = useQuery({
    queryKey: keys.version(flowId, version),
    queryFn: ({ signal }) => readFlow(flowId ?? "", version ?? "latest", signal),
    enabled: flowId !== null && version !== null,
    // A published version never changes.
    staleTime: typeof version === "number" ? Infinity : 5_000,
  });
  const thrown = query.error ?? query.failureReason;
  return {
    definition: query.data?.definition,
    flow: query.data,
    pending: query.isPending,
    failure: query.data !== undefined || thrown === null ? null : asFailure(thrown),
    again: () => void query.refetch(),
  };
}
