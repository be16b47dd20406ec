/** The requests about agents and phone numbers. */
import { api, body } from "./client";
import { asFailure } from "./failure";
import type { Agent, AgentBody, PhoneNumber } from "./types";

export const agentKeys = {
  /** Every list of agents. */
  all: ["agents"] as const,
  pages: ["agents", "pages"] as const,
  /** The agents that a form offers. */
  first: ["agents", "first"] as const,
  /** Every list of phone numbers. */
  numbers: ["phoneNumbers"] as const,
  numberPages: ["phoneNumbers", "pages"] as const,
  firstNumbers: ["phoneNumbers", "first"] as const,
};

/** The things that are read of a list at most, where a page needs all of them. */
export const MOST = 500;

const pageOf = (cursor: string | null, limit: number) => ({
  params: { query: { limit, ...(cursor === null ? {} : { cursor }) } },
});

/** One page of the organization's agents, by id. */
export async function listAgents(cursor: string | null, limit = 50) {
  return body(await api.GET("/api/agents", pageOf(cursor, limit)));
}

/** The first 500 agents. */
export async function firstAgents(): Promise<readonly Agent[]> {
  const agents: Agent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAgents>> = await listAgents(cursor, 100);
    agents.push(...page.agents);
    cursor = page.cursor;
  } while (cursor !== null && agents.length < MOST);
  return agents;
}

/** An agent; null if there is none of this id. */
export async function findAgent(agentId: string): Promise<Agent | null> {
  try {
    return body(await api.GET("/api/agents/{agentId}", { params: { path: { agentId } } }));
  } catch (thrown) {
    if (asFailure(thrown).kind === "missing") return null;
    throw thrown;
  }
}

/** Create an agent, or replace the one with this id. */
export async function saveAgent(agentId: string, agent: AgentBody): Promise<Agent> {
  return body(await api.PUT("/api/agents/{agentId}", { params: { path: { agentId } }, body: agent }));
}

export async function deleteAgent(agentId: string): Promise<void> {
  await api.DELETE("/api/agents/{agentId}", { params: { path: { agentId } } });
}

/** One page of the organization's phone numbers, by their digits. */
export async function listNumbers(cursor: string | null, limit = 50) {
  return body(await api.GET("/api/phone-numbers", pageOf(cursor, limit)));
}

/** The first 500 phone numbers. */
export async function firstNumbers(): Promise<readonly PhoneNumber[]> {
  const numbers: PhoneNumber[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listNumbers>> = await listNumbers(cursor, 100);
    numbers.push(...page.phoneNumbers);
    cursor = page.cursor;
  } while (cursor !== null && numbers.length < MOST);
  return numbers;
}

/** Point a number to an agent. `grant`: the operator's permission for a number that is new to the organization. */
export async function giveNumber(e164: string, agentId: string, grant: string | null): Promise<PhoneNumber> {
  const given = { agentId, ...(grant === null ? {} : { grant }) };
  return body(await api.PUT("/api/phone-numbers/{e164}", { params: { path: { e164 } }, body: given }));
}

export async function releaseNumber(e164: string): Promise<void> {
  await api.DELETE("/api/phone-numbers/{e164}", { params: { path: { e164 } } });
}
