import { expect, it } from "vitest";
import { safeReturnAddress } from "./return-address";

const ORIGIN = "https://callflow.example.com";

it.each(["/flows/a%2Fb?x=1#turn", "/", "/sessions/session_1?turn=t-1"])("returns to %s", (place) => {
  expect(safeReturnAddress(place, ORIGIN)).toBe(place);
});

it.each([
  null,
  7,
  {},
  "",
  "flows",
  "//evil.example.com/flows",
  "/\\evil.example.com",
  "https://evil.example.com/",
  "javascript:alert(1)",
  "/signed-in?code=1",
  "/signed-out",
  "/x/../signed-in",
])("does not return to %j", (place) => {
  expect(safeReturnAddress(place, ORIGIN)).toBe("/");
});
