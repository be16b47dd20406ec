/** The JSON schema of flows. It is loaded with the first form. */
import { useQuery } from "@tanstack/react-query";

export function useSchema(): unknown {
  const { data } = useQuery({
    queryKey: ["flowSchema"],
    queryFn: async (): Promise<{ schema: unknown }> => ({
      schema: (await import("../../../api/generated/flow.schema.json")).default,
    }),
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return data?.schema;
}
