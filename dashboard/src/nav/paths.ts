/** The addresses of this dashboard's views. */
const part = encodeURIComponent;

function query(asked: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${part(value)}`],
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** What the test panel begins with. */
interface Test {
  /** A call of this mode begins by itself. */
  mode?: string;
  version?: string | undefined;
  /** The session whose call it is. */
  session?: string;
  /** The session whose words are said again. */
  again?: string;
}

export const paths = {
  flows: "/flows",
  /** The draft, or a published version. */
  flow: (flowId: string, version?: string) => `/flows/${part(flowId)}${query({ version })}`,
  compare: (flowId: string, from: string, to: string) => `/flows/${part(flowId)}/compare${query({ from, to })}`,
  test: (flowId: string, asked: Test = {}) => `/flows/${part(flowId)}/test${query({ ...asked })}`,
  /** `?flow=` and `?status=` filter. */
  sessions: "/sessions",
  sessionsOf: (flowId: string) => `/sessions${query({ flow: flowId })}`,
  session: (sessionId: string, turnId?: string) => `/sessions/${part(sessionId)}${query({ turn: turnId })}`,
};
