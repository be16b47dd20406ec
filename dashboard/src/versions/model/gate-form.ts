/** The gate as a form: what is ticked and typed. Pure. */
import type { Gate } from "../../api/types";
import { numberIn } from "./number-in";

/** The most calls that a gate replays. */
export const MAX_REPLAYED = 10_000;

/** The texts are as typed. */
export interface GateForm {
  tests: boolean;
  replays: boolean;
  replayLast: string;
  mostDiffering: string;
  wordsMayDiffer: boolean;
  covers: boolean;
  /** In percent. */
  coverage: string;
}

export function formOf(gate: Gate): GateForm {
  const { replayLast, mostDiffering, leastNodeCoverage } = gate;
  return {
    tests: gate.tests,
    replays: replayLast !== undefined,
    replayLast: String(replayLast ?? 100),
    mostDiffering: String(mostDiffering ?? 0),
    wordsMayDiffer: gate.wordsMayDiffer ?? replayLast === undefined,
    covers: leastNodeCoverage !== undefined,
    coverage: String(Math.round((leastNodeCoverage ?? 1) * 1_000) / 10),
  };
}

export type FormError = "replayLast" | "mostDiffering" | "coverage";

/** The fields that cannot be read. What is not ticked is not read. */
export function errorsOf(form: GateForm): ReadonlySet<FormError> {
  const errors = new Set<FormError>();
  if (form.replays && numberIn(form.replayLast, 1, MAX_REPLAYED, true) === null) errors.add("replayLast");
  if (form.replays && numberIn(form.mostDiffering, 0, MAX_REPLAYED, true) === null) errors.add("mostDiffering");
  if (form.covers && numberIn(form.coverage, 0, 100) === null) errors.add("coverage");
  return errors;
}

/** The gate of a form without errors. */
export function gateOf(form: GateForm): Gate {
  const gate: Gate = { tests: form.tests };
  if (form.replays) {
    gate.replayLast = Number(form.replayLast);
    gate.mostDiffering = Number(form.mostDiffering);
    if (form.wordsMayDiffer) gate.wordsMayDiffer = true;
  }
  const percent = numberIn(form.coverage, 0, 100);
  if (form.covers && percent !== null) gate.leastNodeCoverage = percent / 100;
  return gate;
}
