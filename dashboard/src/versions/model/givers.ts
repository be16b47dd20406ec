/** What gives versions to the new calls of a flow: its environments, and the agents that name versions themselves. Pure. */
import type { Agent, Environment } from "../../api/types";
import type { Given } from "./shares";

export interface Giver {
  kind: "agent" | "environment";
  /** The id of the agent, or the name of the environment. */
  id: string;
  /** The name that the page shows. */
  name: string;
  given: Given;
  /** The names of the agents that get their versions from it; of an agent its own. */
  agents: readonly string[];
}

/** Environments first, each in the order of the API. */
export function giversOf(agents: readonly Agent[], environments: readonly Environment[]): readonly Giver[] {
  const named = environments.flatMap(({ name, version, split }): Giver[] => {
    const given = split !== undefined ? { split } : version;
    if (given === undefined || given === "draft") return [];
    const within = agents.filter(({ flowVersion }) => environmentOf(flowVersion) === name);
    return [{ kind: "environment", id: name, name, given, agents: within.map((agent) => agent.name) }];
  });
  const own = agents.flatMap(({ agentId, name, flowVersion }): Giver[] => {
    if (typeof flowVersion === "object" && "environment" in flowVersion) return [];
    return [{ kind: "agent", id: agentId, name, given: flowVersion, agents: [name] }];
  });
  return [...named, ...own];
}

function environmentOf(flowVersion: Agent["flowVersion"]): string | null {
  return typeof flowVersion === "object" && "environment" in flowVersion ? flowVersion.environment : null;
}
