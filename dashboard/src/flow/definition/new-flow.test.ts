import { expect, it } from "vitest";
import { nodeById } from "./edits";
import { onFailureOf } from "./exits";
import { newFlow } from "./new-flow";

it("has a node after its failures, also after those of nodes that are added", () => {
  const definition = newFlow("One");
  expect(nodeById(definition, onFailureOf(definition))).toMatchObject({ type: "end" });
});

it("has the language and the zone of the organization, unless they are the defaults of flows", () => {
  expect(newFlow("One", { language: "de-DE", timeZone: "Europe/Berlin" })).toMatchObject({
    language: "de-DE",
    timeZone: "Europe/Berlin",
  });
  expect(newFlow("One", { language: "en-US", timeZone: "UTC" })).toEqual(newFlow("One"));
});
