/** The sessions of a filter, and the function that loads more. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../api/failure";
import type { FlowSummary, SessionStatus, SessionSummary } from "../api/types";
import { readFlows, readSessions } from "./readSessions";

export interface UsedSessions {
  flows: readonly FlowSummary[];
  /** Undefined while they load. */
  sessions: readonly SessionSummary[] | undefined;
  failure: ApiFailure | null;
  refreshing: boolean;
  refresh: () => void;
  /** Null if there are no more. */
  more: (() => void) | null;
  loadingMore: boolean;
}

export function useSessions(flow: string | null, status: SessionStatus | null): UsedSessions {
  const flows = useQuery({ queryKey: ["flows", "all"], queryFn: ({ signal }) => readFlows(signal) });
  const ids = flows.data?.map(({ flowId }) => flowId) ?? [];
  const list = useInfiniteQuery({
    queryKey: ["sessions", flow, status, flow === null ? ids : null],
    queryFn: ({ pageParam, signal }) => readSessions({ flow, flows: ids, status }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled: flow !== null || flows.isSuccess,
  });
  const thrown = list.error ?? list.failureReason ?? (flow === null ? (flows.error ?? flows.failureReason) : null);
  return {
    flows: flows.data ?? [],
    sessions: list.data?.pages.flatMap((page) => page.sessions),
    failure: thrown === null ? null : asFailure(thrown),
    refreshing: list.isRefetching || list.isPending,
    refresh: () => {
      void flows.refetch();
      void list.refetch();
    },
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    loadingMore: list.isFetchingNextPage,
  };
}
