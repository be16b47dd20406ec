/** Reads what gives versions to the new calls of a flow. */
import { useQuery } from "@tanstack/react-query";
import { agentsOf, environmentsOf, versionKeys } from "../api/versions";
import { giversOf } from "./model/givers";

export function useGivers(flowId: string) {
  return useQuery({
    queryKey: versionKeys.giversOf(flowId),
    queryFn: async () => {
      const [agents, environments] = await Promise.all([agentsOf(flowId), environmentsOf(flowId)]);
      return giversOf(agents, environments);
    },
  });
}
