import { expect, it } from "vitest";
import type { Gate } from "../../api/types";
import { errorsOf, formOf, gateOf } from "./gate-form";

it.each<Gate>([
  { tests: false },
  { tests: true, leastNodeCoverage: 0.825 },
  { tests: true, replayLast: 200, mostDiffering: 3 },
  { tests: false, replayLast: 10_000, mostDiffering: 0, wordsMayDiffer: true },
])("shows the gate %j and saves it as it was", (gate) => {
  const form = { ...formOf(gate), wordsMayDiffer: gate.wordsMayDiffer ?? false };
  expect(errorsOf(form)).toEqual(new Set());
  expect(gateOf(form)).toEqual(gate);
});

it("names the fields that cannot be read, of what is ticked alone", () => {
  const form = { ...formOf({ tests: true }), replayLast: "10001", mostDiffering: "some", coverage: "101" };
  expect(errorsOf(form)).toEqual(new Set());
  expect(errorsOf({ ...form, replays: true, covers: true })).toEqual(
    new Set(["replayLast", "mostDiffering", "coverage"]),
  );
});

it("offers that words alone do not count, for a gate that never replayed", () => {
  expect(formOf({ tests: true }).wordsMayDiffer).toBe(true);
  expect(formOf({ tests: true, replayLast: 5 }).wordsMayDiffer).toBe(false);
});
