/** The reports of the two weeks. One that fails does not keep the other from being shown. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { asFailure, type ApiFailure } from "../api/failure";
import { overviewKeys, readOrganizationReport, type ReportPeriod } from "../api/overview";
import type { OrganizationReport } from "../api/types";
import { browserStorage } from "../state/storage";
import { useNow } from "../ui/useNow";
import { weeksOf } from "./model/period";

const ZONE = "callflow.zone";
/** The end of the week before moves in these steps, so that it is not read again each time the page is drawn. */
const STEP_MILLIS = 600_000;
const AGAIN_MILLIS = 30_000;

interface UsedReport {
  report: OrganizationReport | undefined;
  failure: ApiFailure | null;
  /** Null while the page tries again by itself. */
  retry: (() => void) | null;
}

export interface UsedReports {
  current: UsedReport;
  before: UsedReport;
  today: string;
  days: readonly string[];
  zone: string;
}

export function useReports(): UsedReports {
  // Only an answer names the organization's zone. If it is another one than the last time, the dates are asked for again.
  const [zone, setZone] = useState(() => browserStorage.read(ZONE) ?? "UTC");
  const now = Math.floor(useNow() / STEP_MILLIS) * STEP_MILLIS;
  const weeks = weeksOf(zone, now);
  const current = useReport(weeks.current, AGAIN_MILLIS);
  // A week that is over is read again only when its end moves.
  const before = useReport(weeks.before, false);
  const told = current.report?.timeZone ?? before.report?.timeZone ?? zone;
  useEffect(() => {
    if (told === zone) return;
    browserStorage.write(ZONE, told);
    const timer = setTimeout(() => setZone(told));
    return () => clearTimeout(timer);
  }, [told, zone]);
  return { current, before, today: weeks.today, days: weeks.days, zone };
}

function useReport(period: ReportPeriod, again: number | false): UsedReport {
  const query = useQuery({
    queryKey: overviewKeys.report(period),
    queryFn: () => readOrganizationReport(period),
    refetchInterval: ({ state }) => (state.data?.complete === false ? 1_000 : again),
    placeholderData: (earlier) => earlier,
  });
  const thrown = query.error ?? query.failureReason;
  return {
    report: query.data,
    failure: thrown === null ? null : asFailure(thrown),
    retry: query.error === null ? null : () => void query.refetch(),
  };
}
