/** Checks the definition with the API while it is being edited, shortly after each change. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { asFailure, type ApiFailure, type ProblemItem } from "../../api/failure";
import { checkFlow } from "../../api/flows";
import type { FlowDefinition } from "../../api/types";

export interface Check {
  problems: readonly ProblemItem[];
  /** The definition that was checked. The paths of the problems lead into it. */
  of: FlowDefinition;
  /** Whether the newest definition was checked. */
  current: boolean;
  failure: ApiFailure | null;
}

/** The time without a change after which a check starts, in milliseconds. */
const DELAY_MILLIS = 400;

export const checkKey = (flowId: string, definition: FlowDefinition) => ["check", flowId, definition] as const;

export function useCheck(flowId: string, definition: FlowDefinition): Check {
  const [checked, setChecked] = useState(definition);
  useEffect(() => {
    const timer = setTimeout(() => setChecked(definition), DELAY_MILLIS);
    return () => clearTimeout(timer);
  }, [definition]);
  const query = useQuery({
    queryKey: checkKey(flowId, checked),
    queryFn: async () => ({ problems: await checkFlow(flowId, checked), of: checked }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 10_000,
    refetchOnWindowFocus: false,
  });
  const thrown = query.error ?? query.failureReason;
  return {
    problems: query.data?.problems ?? [],
    of: query.data?.of ?? definition,
    current: query.data?.of === definition,
    failure: thrown === null ? null : asFailure(thrown),
  };
}
