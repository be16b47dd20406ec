import { expect, it } from "vitest";
import { isExpired } from "./prepared-room";

it("detects an expired token, and leaves an unreadable one to the server", () => {
  const token = (exp: number) => `h.${btoa(JSON.stringify({ exp }))}.s`;
  expect(isExpired(token(10), 11_000)).toBe(true);
  expect(isExpired(token(10), 9_000)).toBe(false);
  expect(isExpired("strange", 9_000)).toBe(false);
});
