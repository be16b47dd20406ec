/** The sessions of some filters, and the function that loads more. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../api/failure";
import type { Agent, FlowSummary, FoundSession } from "../api/types";
import type { Filters } from "./session-filters";
import { readAgents, readFlows, readSessions } from "./readSessions";

export interface UsedSessions {
  flows: readonly FlowSummary[];
  agents: readonly Agent[];
  /** Undefined while they load. */
  sessions: readonly FoundSession[] | undefined;
  failure: ApiFailure | null;
  refreshing: boolean;
  refresh: () => void;
  /** Null if there are no more. */
  more: (() => void) | null;
  loadingMore: boolean;
}

export function useSessions(filters: Filters): UsedSessions {
  const flows = useQuery({ queryKey: ["flows", "all"], queryFn: ({ signal }) => readFlows(signal) });
  const agents = useQuery({ queryKey: ["agents", "names"], queryFn: ({ signal }) => readAgents(signal) });
  const list = useInfiniteQuery({
    queryKey: ["sessions", filters],
    queryFn: ({ pageParam, signal }) => readSessions(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
  });
  const thrown = list.error ?? list.failureReason;
  return {
    flows: flows.data ?? [],
    agents: agents.data ?? [],
    sessions: list.data?.pages.flatMap((page) => page.sessions),
    failure: thrown === null ? null : asFailure(thrown),
    refreshing: list.isRefetching || list.isPending,
    refresh: () => {
      void flows.refetch();
      void agents.refetch();
      void list.refetch();
    },
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    loadingMore: list.isFetchingNextPage,
  };
}
