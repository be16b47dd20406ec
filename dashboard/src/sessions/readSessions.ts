/** Reads the sessions of some filters, newest first, and the names of flows and agents. */
import { api, body } from "../api/client";
import type { Agent, FlowSummary, FoundSession } from "../api/types";
import { queryOf, type Filters } from "./session-filters";

export interface Page {
  sessions: FoundSession[];
  cursor: string | null;
}

/** Sessions of a page. */
const PAGE_SIZE = 50;
/** Pages to read for one result. A page may be empty although more sessions follow. */
const MAX_EMPTY_PAGES = 8;
/** Pages of the lists of flows and of agents. */
const MAX_NAME_PAGES = 5;

export function readSessions(filters: Filters, cursor: string | null, signal: AbortSignal): Promise<Page> {
  return firstFilled(async (at) => {
    const query = { ...queryOf(filters), limit: PAGE_SIZE, ...(at === null ? {} : { cursor: at }) };
    return body(await api.GET("/api/sessions", { params: { query }, signal }));
  }, cursor);
}

export function readFlows(signal: AbortSignal): Promise<FlowSummary[]> {
  return allPages(async (query) => {
    const { flows, cursor } = body(await api.GET("/api/flows", { params: { query }, signal }));
    return { items: flows, cursor };
  });
}

export function readAgents(signal: AbortSignal): Promise<Agent[]> {
  return allPages(async (query) => {
    const { agents, cursor } = body(await api.GET("/api/agents", { params: { query }, signal }));
    return { items: agents, cursor };
  });
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

async function allPages<Item>(
  read: (query: { limit: number; cursor?: string }) => Promise<{ items: Item[]; cursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_NAME_PAGES; pages += 1) {
    const page: { items: Item[]; cursor: string | null } = await read(
      cursor === null ? { limit: 100 } : { limit: 100, cursor },
    );
    all.push(...page.items);
    cursor = page.cursor;
    if (cursor === null) break;
  }
  return all;
}
