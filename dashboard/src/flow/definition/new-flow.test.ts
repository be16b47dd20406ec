import { expect, it } from "vitest";
import { nodeById } from "./edits";
import { onFailureOf } from "./exits";
import { newFlow } from "./new-flow";

it("has a node after its failures, also after those of nodes that are added", () => {
  const definition = newFlow("One");
  expect(nodeById(definition, onFailureOf(definition))).toMatchObject({ type: "end" });
});
