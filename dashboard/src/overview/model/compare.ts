/** What differs between two reports of the organization. Pure. `before` is null while it is not known. */
import type { OrganizationReport } from "../../api/types";

export interface GivenUp {
  flowId: string;
  nodeId: string;
  count: number;
  before: number | null;
}

/** The nodes at which most callers gave up, at most `most`. */
export function givenUp(now: OrganizationReport, before: OrganizationReport | null, most: number): readonly GivenUp[] {
  return Object.entries(now.byFlow)
    .flatMap(([flowId, { abandonedAt }]) => abandonedAt.map((each) => ({ flowId, ...each })))
    .sort((one, other) => other.count - one.count)
    .slice(0, most)
    .map((each) => ({
      ...each,
      before:
        before === null
          ? null
          : (before.byFlow[each.flowId]?.abandonedAt.find(({ nodeId }) => nodeId === each.nodeId)?.count ?? 0),
    }));
}

export interface Slower {
  flowId: string;
  /** The 95th percentile of the time of a turn, in milliseconds. */
  now: number;
  before: number;
  sessions: number;
}

/** Fewer calls than these say little about the slowest turns. */
export const LEAST_SESSIONS = 5;
const LEAST_GROWTH = 1.1;
const LEAST_MILLIS = 100;

/** The flows whose turns take longer by a tenth and 100 ms at least, those that grew most first. */
export function slower(now: OrganizationReport, before: OrganizationReport): readonly Slower[] {
  return Object.entries(now.byFlow)
    .flatMap(([flowId, part]) => {
      const earlier = before.byFlow[flowId];
      const p95 = part.turnMillis.p95;
      const p95Before = earlier?.turnMillis.p95 ?? null;
      if (earlier === undefined || p95 === null || p95Before === null) return [];
      if (Math.min(part.sessions, earlier.sessions) < LEAST_SESSIONS) return [];
      if (p95 < p95Before * LEAST_GROWTH || p95 - p95Before < LEAST_MILLIS) return [];
      return [{ flowId, now: p95, before: p95Before, sessions: part.sessions }];
    })
    .sort((one, other) => other.now - other.before - (one.now - one.before));
}

export type Failure = OrganizationReport["errors"][number] & { before: number | null };

/** The most frequent failures of tools and models. */
export function failures(now: OrganizationReport, before: OrganizationReport | null, most: number): readonly Failure[] {
  const key = ({ flowId, nodeId, kind, error }: OrganizationReport["errors"][number]) =>
    JSON.stringify([flowId, nodeId, kind, error]);
  const earlier = new Map(before?.errors.map((each) => [key(each), each.count]));
  return now.errors
    .toSorted((one, other) => other.count - one.count)
    .slice(0, most)
    .map((each) => ({ ...each, before: before === null ? null : (earlier.get(key(each)) ?? 0) }));
}

/** The flows with failed sessions, those with most first. */
export function failingFlows(now: OrganizationReport, most: number): readonly string[] {
  const failed = (flowId: string) => now.byFlow[flowId]?.byStatus.failed ?? 0;
  return Object.keys(now.byFlow)
    .filter((flowId) => failed(flowId) > 0)
    .sort((one, other) => failed(other) - failed(one))
    .slice(0, most);
}

/** The names of both reports, those with most calls now first. */
export function namesOf(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  return names.sort((one, other) => (now[other] ?? 0) - (now[one] ?? 0) || one.localeCompare(other));
}
