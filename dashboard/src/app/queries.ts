/** The cache of API answers. A query retries while the API is away; a refusal fails at once. */
import { QueryClient } from "@tanstack/react-query";
import { asFailure } from "../api/failure";

export function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        retry: (_tries, thrown) => asFailure(thrown).kind === "away",
        retryDelay: (tries) => Math.min(1_000 * 2 ** tries, 5_000),
      },
      mutations: { networkMode: "always" },
    },
  });
}
