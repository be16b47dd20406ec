/** The search in the list of flows. The address has it, so that the way back from a flow leads to the same result. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { asFailure, type ApiFailure } from "../../../api/failure";
import { flowsUpTo, keys } from "../../../api/flows";
import type { FlowSummary } from "../../../api/types";
import { matches } from "./matching";

/** Flows that a search reads at first, and again at each press for more: a page of 100 is one request. */
const STEP = 1_000;

export interface FlowSearch {
  text: string;
  setText: (text: string) => void;
  active: boolean;
  /** The flows found so far; undefined while they load. */
  found: readonly FlowSummary[] | undefined;
  /** Flows that were looked at. */
  read: number;
  /** Reads more flows; null if all were read. */
  more: (() => void) | null;
  reading: boolean;
  failure: ApiFailure | null;
  retry: () => void;
}

/** `loaded`: the flows of the list, if these are all of them; they are searched without a request. */
export function useFlowSearch(loaded: readonly FlowSummary[] | null): FlowSearch {
  const [params, setParams] = useSearchParams();
  const [most, setMost] = useState(STEP);
  const text = params.get("search") ?? "";
  const active = text.trim() !== "";
  const query = useQuery({
    queryKey: keys.searched(most),
    queryFn: ({ signal }) => flowsUpTo(most, signal),
    enabled: active && loaded === null,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const flows = loaded ?? query.data?.flows;
  const thrown = loaded === null ? (query.error ?? query.failureReason) : null;
  return {
    text,
    setText: (to) => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (to === "") after.delete("search");
          else after.set("search", to);
          return after;
        },
        { replace: true },
      );
    },
    active,
    found: flows?.filter((flow) => matches(flow, text)),
    read: flows?.length ?? 0,
    more: loaded === null && query.data?.complete === false ? () => setMost((before) => before + STEP) : null,
    reading: loaded === null && query.isFetching,
    failure: thrown === null ? null : asFailure(thrown),
    retry: () => void query.refetch(),
  };
}
