/** The lists that the pages of agents and phone numbers show and offer. */
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { agentKeys, firstAgents, firstNumbers, listAgents, listNumbers } from "../../api/agents";
import { firstFlows, keys } from "../../api/flows";
import type { Agent } from "../../api/types";
import { environmentsOf, versionKeys } from "../../api/versions";
import { environmentOf, type Environments } from "./agent-form";

const AGAIN_MILLIS = 15_000;

export const useAgentPages = () =>
  useInfiniteQuery({
    queryKey: agentKeys.pages,
    queryFn: ({ pageParam }) => listAgents(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: AGAIN_MILLIS,
  });

export const useNumberPages = () =>
  useInfiniteQuery({
    queryKey: agentKeys.numberPages,
    queryFn: ({ pageParam }) => listNumbers(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: AGAIN_MILLIS,
  });

export const useFirstAgents = () => useQuery({ queryKey: agentKeys.first, queryFn: firstAgents });
export const useFirstNumbers = () => useQuery({ queryKey: agentKeys.firstNumbers, queryFn: firstNumbers });
export const useFlows = () => useQuery({ queryKey: keys.choices, queryFn: firstFlows });

/** The environments of a flow, by name, with what they give. */
async function readEnvironments(flowId: string): Promise<Environments> {
  const named = await environmentsOf(flowId);
  return new Map(
    named.flatMap(({ name, version, split }) => {
      const given = split !== undefined ? { split } : version;
      return given === undefined || given === "draft" ? [] : [[name, given] as const];
    }),
  );
}

const environmentsQuery = (flowId: string) => ({
  // Below the key of what gives versions, which a roll-out makes stale.
  queryKey: [...versionKeys.giversOf(flowId), "environments"],
  queryFn: () => readEnvironments(flowId),
});

export const useEnvironments = (flowId: string) =>
  useQuery({ ...environmentsQuery(flowId), enabled: flowId !== "", retry: false });

const NONE: Environments = new Map();

/** The environments of the flows whose agents name one, by flow. */
export function useNamedEnvironments(agents: readonly Agent[]): (flowId: string) => Environments {
  const flowIds = new Set<string>();
  for (const { flowId, flowVersion } of agents) {
    const environment = environmentOf(flowVersion);
    if (environment !== null && environment !== "draft") flowIds.add(flowId);
  }
  const ids = [...flowIds];
  // A flow that was deleted has none.
  const read = useQueries({ queries: ids.map((flowId) => ({ ...environmentsQuery(flowId), retry: false })) });
  const found = new Map(ids.map((flowId, index) => [flowId, read[index]?.data ?? NONE]));
  return (flowId) => found.get(flowId) ?? NONE;
}
