/** The filters of the list of sessions, as they are in the address and as the API takes them. */
import type { SessionStatus } from "../api/types";
import { STATUS_KIND } from "../session/model/session-texts";

/** The parameters of the address. Links to the list use them: `paths.sessionsOf`. */
export const NAMES = [
  "text",
  "flow",
  "status",
  "agent",
  "caller",
  "called",
  "outcome",
  "node",
  "from",
  "to",
  "test",
] as const;

export type FilterName = (typeof NAMES)[number];

/** A filter that is not set is absent. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

/** Filters that are behind "More filters" while none of them is set. */
export const MORE: readonly FilterName[] = ["agent", "called", "outcome", "node", "from", "to", "test"];

export const TEST_MODES = ["none", "chat", "audio", "simulated"] as const;

export function filtersIn(search: URLSearchParams): Filters {
  const set = NAMES.flatMap((name) => {
    const value = search.get(name)?.trim() ?? "";
    return value === "" || (name === "status" && !isStatus(value)) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}

/** The address with a filter set; an empty value removes it. */
export function withFilter(search: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value.trim() === "") next.delete(name);
  else next.set(name, value.trim());
  return next;
}

/** The filters as parameters of `GET /api/sessions`. */
export function queryOf(filters: Filters): Record<string, string> {
  const { text, flow, status, agent, caller, called, outcome, node, from, to, test } = filters;
  const named = {
    text,
    flowId: flow,
    status,
    agentId: agent,
    callerNumber: caller,
    calledNumber: called,
    outcome,
    node,
    from,
    to,
    testMode: test,
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function isStatus(text: string): text is SessionStatus {
  return Object.hasOwn(STATUS_KIND, text);
}
