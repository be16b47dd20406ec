/** The flows that the start page offers. Pure. */
import type { FlowSummary } from "../../api/types";

/** Examples that answer without a model, and what to say to them is clear. `make run` publishes them. */
const FIRST = ["order-status", "appointment-booking", "restaurant-booking", "bike-shop", "customer-support"];

/** The flows to choose from: the known examples first, then published flows, then drafts. */
export function flowsToTry(flows: readonly FlowSummary[], most: number): readonly FlowSummary[] {
  const rank = ({ flowId, latestVersion }: FlowSummary) => {
    const place = FIRST.indexOf(flowId);
    if (latestVersion === null) return FIRST.length + 1;
    return place === -1 ? FIRST.length : place;
  };
  return flows.toSorted((one, other) => rank(one) - rank(other)).slice(0, most);
}
