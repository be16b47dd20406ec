/** The requests for reports and scores, and for files: exports of reports, and transcripts of sessions. */
import { api, body } from "./client";
import type { components, paths } from "./generated/openapi";
import type { Report, SessionScores } from "./types";

/** Which calls a report counts. `from`: a date in the organization's time zone. */
export type ReportQuery = Omit<
  NonNullable<paths["/api/flows/{flowId}/report"]["get"]["parameters"]["query"]>,
  "format" | "rows"
>;

export const reportKeys = {
  report: (flowId: string, query: ReportQuery) => ["flow", flowId, "report", query] as const,
  timeZone: ["organization", "time-zone"] as const,
  /** `updatedAt`: a session that has changed since costs more. */
  cost: (sessionId: string, updatedAt: string) => ["session", sessionId, "cost", updatedAt] as const,
};

/** How the ended calls of a flow went. */
export async function readReport(flowId: string, query: ReportQuery): Promise<Report> {
  return body(await api.GET("/api/flows/{flowId}/report", { params: { path: { flowId }, query } }));
}

export type ExportRows = "sessions" | "outcomes" | "nodes" | "errors" | "scores";

/** Rows of a report as CSV. */
export async function exportReport(flowId: string, query: ReportQuery, rows: ExportRows): Promise<string> {
  const params = { path: { flowId }, query: { ...query, rows, format: "csv" as const } };
  return body(await api.GET("/api/flows/{flowId}/report", { params, parseAs: "text" }));
}

/** The time zone of the organization's reports. */
export async function readTimeZone(): Promise<string> {
  return body(await api.GET("/api/settings")).timeZone;
}

export type TranscriptFormat = "text" | "json" | "vtt";

/** The whole conversation of a session. */
export async function readTranscript(sessionId: string, format: TranscriptFormat): Promise<string> {
  const params = { path: { sessionId }, query: { format } };
  return body(await api.GET("/api/flows/sessions/{sessionId}/transcript", { params, parseAs: "text" }));
}

export type SessionCost = components["schemas"]["SessionCost"];
export type CostPart = components["schemas"]["CostPart"];

/** What a call costs, by part. */
export async function readCost(sessionId: string): Promise<SessionCost> {
  return body(await api.GET("/api/flows/sessions/{sessionId}/cost", { params: { path: { sessionId } } }));
}

export const scoresKey = (sessionId: string) => ["session", sessionId, "scores"] as const;

/** What a model said about a call after its end. */
export async function readScores(sessionId: string): Promise<SessionScores> {
  return body(await api.GET("/api/flows/sessions/{sessionId}/scores", { params: { path: { sessionId } } }));
}
