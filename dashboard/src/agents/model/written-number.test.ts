import { expect, it } from "vitest";
import { readNumber } from "./written-number";

it.each([
  ["+15550100", "+15550100"],
  ["0015550100", "+15550100"],
  ["15550100", "+15550100"],
  ["tel:+1-555-0100", "+15550100"],
  [" +1 (555) 010.0100 ", "+15550100100"],
  ["+44 (0)20 7946-0018", "+442079460018"],
  ["0044 (0) 20 7946 0018", "+442079460018"],
  ["+49 89/1234‑567", "+49891234567"],
  ["＋１５５５０１００", "+15550100"],
])("reads %s as %s", (written, e164) => {
  expect(readNumber(written)).toEqual({ kind: "read", e164 });
});

it.each([
  ["020 7946 0018", "national"],
  ["(0)20 7946 0018", "national"],
  ["+0 20 7946", "national"],
  ["1-800-FLOWERS", "letters"],
  ["+1+5550100", "letters"],
  ["+15550", "short"],
  ["+", "short"],
  ["+1234567890123456", "long"],
])("refuses %s: %s", (written, why) => {
  expect(readNumber(written)).toEqual({ kind: "wrong", why });
});

it.each(["", "  "])("knows an empty field: '%s'", (written) => {
  expect(readNumber(written)).toEqual({ kind: "empty" });
});
