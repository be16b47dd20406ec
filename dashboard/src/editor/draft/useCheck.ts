/** What the server says of a definition as it is being written, a moment after each change. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { asFailure, type ApiFailure, type ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { checkFlow } from "../../api/flows";

export interface Check {
  problems: readonly ProblemItem[];
  /** What they are told of: their paths lead into it. */
  of: FlowDefinition;
  /** Whether they are of what is here now. */
  current: boolean;
  failure: ApiFailure | null;
}

const AFTER_MILLIS = 400;

export const checkKey = (flowId: string, definition: FlowDefinition) => ["check", flowId, definition] as const;

export function useCheck(flowId: string, definition: FlowDefinition): Check {
  const [asked, setAsked] = useState(definition);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(definition), AFTER_MILLIS);
    return () => clearTimeout(timer);
  }, [definition]);
  const query = useQuery({
    queryKey: checkKey(flowId, asked),
    queryFn: async () => ({ problems: await checkFlow(flowId, asked), of: asked }),
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
