/** The version that an agent gives to new calls, in words. */
import { texts } from "../../texts";
import { environmentOf, type Environments, type FlowVersion } from "../model/agent-form";

/** `latest`: the newest version of the flow; null if it is not known. */
export function versionText(version: FlowVersion, latest: number | null, environments: Environments): string {
  const words = texts.agents;
  const environment = environmentOf(version);
  if (environment !== null) return words.environment(environment, environmentText(environment, environments));
  if (version === "latest") return words.newest(latest);
  if (typeof version === "number") return words.version(version);
  return "split" in version ? sharesText(version.split) : "";
}

function environmentText(name: string, environments: Environments): string | null {
  if (name === "draft") return texts.agents.draft;
  const given = environments.get(name);
  if (given === undefined) return null;
  return typeof given === "number" ? texts.agents.version(given) : sharesText(given.split);
}

function sharesText(shares: readonly { version: number; percent: number }[]): string {
  return shares.map(({ version, percent }) => texts.agents.share(version, percent)).join(" · ");
}
