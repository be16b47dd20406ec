/** The tools that the MCP server of a language model's tool lists. The list stays until the page is left. */
import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../../../api/failure";
import { keys, listServerTools } from "../../../api/flows";
import type { ServerTools, ToolList } from "../../../api/types";
import type { Server } from "./server-tools";

export interface ServerListing {
  /** The last list; null before the server was asked. */
  last: ServerTools | null;
  running: boolean;
  /** Why the API asked no server. */
  failure: ApiFailure | null;
  run: (list: ToolList) => void;
}

/** Another server, and the same one with other headers, has another list. */
export function useServerTools(flowId: string, server: Server): ServerListing {
  const client = useQueryClient();
  const queryKey = keys.serverTools(server);
  const { data } = useQuery<ServerTools>({ queryKey, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity });
  const { mutate, isPending, error } = useMutation({
    mutationFn: (list: ToolList) => listServerTools(flowId, list),
    onSuccess: (result, { server, headers = {} }) => client.setQueryData(keys.serverTools({ server, headers }), result),
  });
  return { last: data ?? null, running: isPending, failure: error === null ? null : asFailure(error), run: mutate };
}
