/** Reports of an organization, for tests. */
import type { OrganizationReport } from "../api/types";

type FlowPart = OrganizationReport["byFlow"][string];

const NO_SPREAD = { median: null, p95: null };

const PART: OrganizationReport["byDay"][string] = {
  sessions: 0,
  byStatus: {},
  byOutcome: {},
  containment: null,
  turns: NO_SPREAD,
  durationSeconds: NO_SPREAD,
  turnMillis: NO_SPREAD,
  firstWordMillis: NO_SPREAD,
};

export function flowPart(more: Partial<FlowPart> = {}): FlowPart {
  return { ...PART, sessions: 1, abandonedAt: [], errors: [], ...more };
}

export function report(more: Partial<OrganizationReport> = {}): OrganizationReport {
  return {
    from: "2026-11-24T00:00:00Z",
    to: "2026-11-30T12:00:00Z",
    timeZone: "UTC",
    complete: true,
    ...PART,
    byDay: {},
    byFlow: {},
    byAgent: {},
    byNumber: {},
    byChannel: {},
    errors: [],
    models: [],
    tokens: { input: 0, output: 0 },
    ...more,
  };
}
