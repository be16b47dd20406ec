/** Sessions, newest first: one flow's page by page, or the newest of several flows together. */
import { api, body } from "../api/client";
import type { FlowSummary, SessionStatus, SessionSummary } from "../api/types";

export interface Page {
  sessions: SessionSummary[];
  cursor: string | null;
}

export interface Asked {
  flow: string | null;
  flows: readonly string[];
  status: SessionStatus | null;
}

const PAGE = 50;
/** Where no flow is chosen: so many sessions of each of so many flows. */
export const EACH = 25;
export const MOST_FLOWS = 10;
/** A filter leaves pages empty that lead on; so many are gone through for one press. */
const PATIENCE = 8;
const MOST_PAGES = 5;

export async function readSessions(
  { flow, flows, status }: Asked,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page> {
  if (flow !== null) return filled((at) => page(flow, status, at, PAGE, signal), cursor);
  const pages = await Promise.all(
    flows.slice(0, MOST_FLOWS).map((each) => filled((at) => page(each, status, at, EACH, signal), null)),
  );
  return { sessions: newestFirst(pages.flatMap(({ sessions }) => sessions)), cursor: null };
}

export async function readFlows(signal: AbortSignal): Promise<FlowSummary[]> {
  const flows: FlowSummary[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit: 100 } : { limit: 100, cursor };
    const list = body(await api.GET("/api/flows", { params: { query }, signal }));
    flows.push(...list.flows);
    cursor = list.cursor;
    if (cursor === null) break;
  }
  return flows;
}

/** Goes on over pages that came back empty, yet not for ever: the cursor tells that there may be more. */
export async function filled(read: (cursor: string | null) => Promise<Page>, cursor: string | null): Promise<Page> {
  let found = await read(cursor);
  for (let tries = 1; tries < PATIENCE && found.sessions.length === 0 && found.cursor !== null; tries += 1) {
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
