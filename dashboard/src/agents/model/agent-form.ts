/** The fields of an agent in the form, and what the API gets of them. Pure. */
import type { ProblemItem } from "../../api/failure";
import type { Agent, AgentBody } from "../../api/types";

export type FlowVersion = Agent["flowVersion"];

export interface AgentForm {
  name: string;
  flowId: string;
  version: FlowVersion;
  voice: string;
  language: string;
  timeZone: string;
}

export type AgentField = keyof AgentForm;

/** The fields of an agent; of a new one without an agent. */
export function formOf(agent: Agent | null): AgentForm {
  return {
    name: agent?.name ?? "",
    flowId: agent?.flowId ?? "",
    version: agent?.flowVersion ?? "latest",
    voice: agent?.voice ?? "",
    language: agent?.language ?? "",
    timeZone: agent?.timeZone ?? "",
  };
}

/** The form after a change. Versions belong to a flow: another flow begins with its newest one. */
export function changed(form: AgentForm, change: Partial<AgentForm>): AgentForm {
  const other = change.flowId !== undefined && change.flowId !== form.flowId;
  return { ...form, ...(other ? { version: "latest" as const } : {}), ...change };
}

/** What the API gets. Empty fields are left out. */
export function bodyOf({ name, flowId, version, voice, language, timeZone }: AgentForm): AgentBody {
  return {
    name: name.trim(),
    flowId,
    flowVersion: version,
    ...(voice.trim() === "" ? {} : { voice: voice.trim() }),
    ...(language.trim() === "" ? {} : { language: language.trim() }),
    ...(timeZone.trim() === "" ? {} : { timeZone: timeZone.trim() }),
  };
}

const FIELDS: Readonly<Record<string, AgentField>> = {
  name: "name",
  flowId: "flowId",
  flowVersion: "version",
  voice: "voice",
  language: "language",
  timeZone: "timeZone",
};

/** What the API refuses, by field of the form. */
export function refusedFields(problems: readonly ProblemItem[]): ReadonlyMap<AgentField, string> {
  const found = new Map<AgentField, string>();
  for (const { field, message } of problems) {
    const known = FIELDS[(field ?? "").split(/[.[]/)[0] ?? ""];
    if (known !== undefined && !found.has(known)) found.set(known, message);
  }
  return found;
}

/** The version as the value of an option, and back. */
export const optionOf = (version: FlowVersion): string => JSON.stringify(version);
export const versionOf = (option: string): FlowVersion => JSON.parse(option) as FlowVersion;

export function environmentOf(version: FlowVersion): string | null {
  return typeof version === "object" && "environment" in version ? version.environment : null;
}

/** The version that a test of the agent runs: undefined for the newest published one. */
export function testedVersion(version: FlowVersion, given: Environments): string | undefined {
  const environment = environmentOf(version);
  if (environment === "draft") return "draft";
  const meant = environment === null ? version : given.get(environment);
  if (typeof meant === "number") return String(meant);
  if (typeof meant === "object" && "split" in meant) {
    const main = meant.split.toSorted((a, b) => b.percent - a.percent)[0];
    return main === undefined ? undefined : String(main.version);
  }
  return undefined;
}

/** What the environments of a flow give, by name. */
export type Environments = ReadonlyMap<string, number | { split: readonly { version: number; percent: number }[] }>;
