/** A replay that goes on after its request, as far as it has come. It is read again until it has ended. */
import { useQuery } from "@tanstack/react-query";
import { readReplay, versionKeys } from "../api/versions";

/** Between two requests. */
const PAUSE_MS = 2000;

/** `attempt`: tells two replays of a gate apart, which may have one id. */
export function useReplay(flowId: string, job: string, attempt = 0) {
  return useQuery({
    queryKey: versionKeys.replay(flowId, job, attempt),
    queryFn: () => readReplay(flowId, job),
    // An answer of an earlier visit may be of a replay before this one.
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === "running" ? PAUSE_MS : false),
  });
}
