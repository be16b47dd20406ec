/** Reads sessions, newest first: one flow's page by page, or the newest of several flows. */
import { api, body } from "../api/client";
import type { FlowSummary, SessionStatus, SessionSummary } from "../api/types";

export interface Page {
  sessions: SessionSummary[];
  cursor: string | null;
}

export interface Filter {
  flow: string | null;
  flows: readonly string[];
  status: SessionStatus | null;
}

/** Sessions of a page, if a flow is selected. */
const PAGE_SIZE = 50;
/** Sessions of each flow, if no flow is selected. */
export const PER_FLOW = 25;
/** Flows whose sessions are read, if no flow is selected. */
export const MAX_FLOWS = 25;
/** Pages to read for one result. With a filter, a page may be empty although more sessions follow. */
const MAX_EMPTY_PAGES = 8;
/** Pages of the list of flows. */
const MAX_FLOW_PAGES = 5;

export async function readSessions(
  { flow, flows, status }: Filter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page> {
  if (flow !== null) return firstFilled((at) => page(flow, status, at, PAGE_SIZE, signal), cursor);
  const pages = await Promise.all(
    flows.slice(0, MAX_FLOWS).map((each) => firstFilled((at) => page(each, status, at, PER_FLOW, signal), null)),
  );
  return { sessions: newestFirst(pages.flatMap(({ sessions }) => sessions)), cursor: null };
}

export async function readFlows(signal: AbortSignal): Promise<FlowSummary[]> {
  const flows: FlowSummary[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_FLOW_PAGES; pages += 1) {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit: 100 } : { limit: 100, cursor };
    const list = body(await api.GET("/api/flows", { params: { query }, signal }));
    flows.push(...list.flows);
    cursor = list.cursor;
    if (cursor === null) break;
  }
  return flows;
}

/** Skips empty pages. A page with a cursor may have a next page. */
export async function firstFilled(
  read: (cursor: string | null) => Promise<Page>,
  cursor: string | null,
): Promise<Page> {
  let found = await read(cursor);
  for (let tries = 1; tries < MAX_EMPTY_PAGES && found.sessions.length === 0 && found.cursor !== null; tries += 1) {
    found = await read(found.cursor);
  }
  return found;
}

export function newestFirst(sessions: readonly SessionSummary[]): SessionSummary[] {
  return [...sessions].sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}

async function page(
  flowId: string,
  status: SessionStatus | null,
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Page> {
  const answer = await api.GET("/api/flows/{flowId}/sessions", {
    params: {
      path: { flowId },
      query: { limit, ...(status === null ? {} : { status }), ...(cursor === null ? {} : { cursor }) },
    },
    signal,
  });
  return body(answer);
}
