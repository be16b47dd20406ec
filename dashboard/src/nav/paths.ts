/** The addresses of the dashboard's views. */
const encode = encodeURIComponent;

function query(values: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encode(value)}`],
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** Options of the test panel. */
interface TestOptions {
  /** Starts a call of this mode at once. */
  mode?: string;
  version?: string | undefined;
  /** Shows the call of this session. */
  session?: string;
  /** Repeats the inputs of this session. */
  again?: string;
}

export const paths = {
  /** The overview; for a new organization the start page. */
  overview: "/",
  flows: "/flows",
  /** The draft, or a published version. */
  flow: (flowId: string, version?: string) => `/flows/${encode(flowId)}${query({ version })}`,
  compare: (flowId: string, from: string, to: string) => `/flows/${encode(flowId)}/compare${query({ from, to })}`,
  /** The editor with a node selected. */
  node: (flowId: string, node: string) => `/flows/${encode(flowId)}${query({ node })}`,
  /** `days`: the last days that it is about. */
  report: (flowId: string, days?: number) =>
    `/flows/${encode(flowId)}/report${query({ days: days === undefined ? undefined : String(days) })}`,
  versions: (flowId: string) => `/flows/${encode(flowId)}/versions`,
  /** The tests of a flow; `test` opens one of them. */
  tests: (flowId: string, test?: string) => `/flows/${encode(flowId)}/tests${query({ test })}`,
  /** `version`: the version to fold recorded calls through; the draft by default. `job`: a replay that was kept. */
  replay: (flowId: string, version?: string, job?: string) =>
    `/flows/${encode(flowId)}/replay${query({ version, job })}`,
  test: (flowId: string, options: TestOptions = {}) => `/flows/${encode(flowId)}/test${query({ ...options })}`,
  agents: "/agents",
  /** The agents, with the dialog of one of them. */
  agent: (agentId: string) => `/agents${query({ agent: agentId })}`,
  phoneNumbers: "/phone-numbers",
  /** The phone numbers, with the dialog that gives one to an agent. */
  giveNumber: (agentId: string) => `/phone-numbers${query({ give: agentId })}`,
  /** The parameters `flow` and `status` filter the list. */
  sessions: "/sessions",
  failedSessions: "/sessions?status=failed",
  sessionsOf: (flowId: string) => `/sessions${query({ flow: flowId })}`,
  /** The calls that are on. */
  live: "/live",
  liveCall: (sessionId: string) => `/live${query({ call: sessionId })}`,
  settings: "/settings",
  apiKeys: "/settings/keys",
  audit: "/audit",
  session: (sessionId: string, turnId?: string) => `/sessions/${encode(sessionId)}${query({ turn: turnId })}`,
  /** A session at the turn with this number, from 1. */
  sessionAt: (sessionId: string, turn: number | undefined) =>
    `/sessions/${encode(sessionId)}${query({ at: turn === undefined ? undefined : String(turn) })}`,
};
