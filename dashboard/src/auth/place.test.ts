import { expect, it } from "vitest";
import { safePlace } from "./place";

const ORIGIN = "https://callflow.example.com";

it.each(["/flows/a%2Fb?x=1#turn", "/", "/sessions/session_1?turn=t-1"])("%s is a place to come back to", (place) => {
  expect(safePlace(place, ORIGIN)).toBe(place);
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
])("%j is none", (place) => {
  expect(safePlace(place, ORIGIN)).toBe("/");
});
