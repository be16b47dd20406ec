/** The requests of the overview: the report of the organization, and the newest failed sessions of a flow. */
import { api, body } from "./client";
import type { components } from "./generated/openapi";
import type { OrganizationReport } from "./types";

/** `from`: a date in the organization's zone. `to`: RFC 3339, or now if it is left out. */
export interface ReportPeriod {
  from: string;
  to?: string;
}

export const overviewKeys = {
  report: ({ from, to }: ReportPeriod) => ["report", "organization", from, to ?? null] as const,
  failed: (flowIds: readonly string[]) => ["failedSessions", ...flowIds] as const,
};

/** How the ended calls of all flows went. */
export async function readOrganizationReport(period: ReportPeriod): Promise<OrganizationReport> {
  const { from, to } = period;
  const query = to === undefined ? { from } : { from, to };
  const answer: unknown = body(await api.GET("/api/report", { params: { query } }));
  // The type of the answer covers CSV too, which is not asked for.
  return answer as OrganizationReport;
}

/** The newest failed sessions of some flows, at most five of each, newest first. */
export async function failedSessions(
  flowIds: readonly string[],
): Promise<readonly components["schemas"]["SessionSummary"][]> {
  const pages = await Promise.all(
    flowIds.map(async (flowId) => {
      const params = { path: { flowId }, query: { status: "failed" as const, limit: 5 } };
      return body(await api.GET("/api/flows/{flowId}/sessions", { params })).sessions;
    }),
  );
  return pages.flat().sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}
