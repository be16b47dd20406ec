/** Texts of the page Audit. */
const named = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const list = (value: unknown) => (Array.isArray(value) ? value.map(named).filter(Boolean).join(", ") : "");

type Sentence = (subject: string, detail: Readonly<Record<string, unknown>>) => string;

/** One sentence for each action of the API. An action without one is shown by its name. */
const sentences: Readonly<Record<string, Sentence>> = {
  "flow.saved": (flow) => `saved the draft of ${flow}`,
  "flow.published": (flow, { version }) => `published version ${named(version)} of ${flow}`,
  "flow.restored": (flow, { version }) => `made version ${named(version)} of ${flow} the draft`,
  "flow.deleted": (flow) => `deleted the flow ${flow}`,
  "test.saved": (flow, { testId }) => `saved the test ${named(testId)} of ${flow}`,
  "test.deleted": (flow, { testId }) => `deleted the test ${named(testId)} of ${flow}`,
  "calls.replayed": (flow) => `replayed calls of ${flow}`,
  "gate.saved": (flow) => `changed the gate of ${flow}`,
  "environment.saved": (flow, { environment }) => `gave the environment ${named(environment)} of ${flow} a version`,
  "environment.deleted": (flow, { environment }) => `deleted the environment ${named(environment)} of ${flow}`,
  "agent.saved": (agent) => `saved the agent ${agent}`,
  "agent.deleted": (agent) => `deleted the agent ${agent}`,
  "number.granted": (number) => `granted the number ${number}`,
  "number.assigned": (number, { agentId }) => `assigned ${number} to the agent ${named(agentId)}`,
  "number.released": (number) => `released the number ${number}`,
  "number.refused": (number) => `asked for the number ${number}, which the organization may not have`,
  "number.lost": (number) => `took the number ${number} away`,
  "settings.saved": (_, { changed }) =>
    list(changed) === "" ? "saved the settings" : `changed the settings: ${list(changed)}`,
  "secret.saved": (name) => `set the secret ${name}`,
  "secret.deleted": (name) => `removed the secret ${name}`,
  "webhookSecret.saved": () => "set the signing secret of the webhook",
  "webhookSecret.deleted": () => "removed the signing secret of the webhook",
  "webhook.redelivered": (event, { delivered }) =>
    `sent the event ${event} again${delivered === false ? ", and the receiver did not take it" : ""}`,
  "tool.tested": (flow, { nodeId }) => `tested a tool of ${flow}${named(nodeId) === "" ? "" : ` at ${named(nodeId)}`}`,
  "tools.listed": (flow) => `listed the tools of an MCP server for ${flow}`,
  "key.created": (_, { name, role }) => `made the API key ${named(name)} with the role ${named(role)}`,
  "key.revoked": (_, { name }) => `revoked the API key ${named(name)}`,
  "transcript.read": (session) => `read the session ${session}`,
  "call.listened": (session) => `got a token to listen to the call ${session}`,
  "call.takenOver": (session) => `got a token to take over the call ${session}`,
  "call.whispered": (session) => `whispered to the agent of the call ${session}`,
  "session.erased": (session) => `erased the session ${session}`,
  "caller.erased": () => "erased the sessions of a caller",
};

export const audit = {
  title: "Audit",
  intro: "Who changed what, and when. An entry never changes.",
  loading: "Loading the audit…",
  none: "Nothing has been changed yet.",
  noneOfKind: "None of the loaded entries is of this kind.",
  kind: "Kind",
  all: "All kinds",
  kinds: {
    flow: "Flows",
    gate: "Gates",
    environment: "Environments",
    agent: "Agents",
    number: "Phone numbers",
    settings: "Settings and secrets",
    key: "API keys",
    tool: "Tests of tools",
    session: "Sessions and callers",
    other: "Other",
  },
  more: "Load older entries",
  refresh: "Refresh",
  when: "When",
  who: "Who",
  what: "What",
  details: "Details",
  override: (reason: string) => `Overrode the gate: ${reason}`,
  sentences,
};
