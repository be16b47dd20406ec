/** The addresses of this dashboard's views. */
const part = encodeURIComponent;

export const paths = {
  flows: "/flows",
  flow: (flowId: string) => `/flows/${part(flowId)}`,
  compare: (flowId: string, from: string, to: string) =>
    `/flows/${part(flowId)}/compare?from=${part(from)}&to=${part(to)}`,
  test: (flowId: string) => `/flows/${part(flowId)}/test`,
  /** `?flow=` and `?status=` filter. */
  sessions: "/sessions",
  session: (sessionId: string, turnId?: string) =>
    `/sessions/${part(sessionId)}${turnId === undefined ? "" : `?turn=${part(turnId)}`}`,
};
