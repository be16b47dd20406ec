import { expect, it } from "vitest";
import type { ImportedFlow } from "../../api/types";
import { importedFlows } from "./imported-flows";

const imported: ImportedFlow = {
  kind: "retell",
  flowId: "front-desk",
  definition: { name: "Front desk", nodes: [{ id: "a", type: "subflow", data: { flowId: "front-desk-name" } }] },
  inner: [
    { flowId: "front-desk-digits", definition: { name: "Digits", nodes: [] }, problems: [] },
    {
      flowId: "front-desk-name",
      definition: { name: "Name", nodes: [{ id: "b", type: "subflow", data: { flowId: "front-desk-digits" } }] },
      problems: [],
    },
  ],
  notes: [],
  problems: [],
};

it("names the inner flows after the id that the author chose, and the nodes that call them", () => {
  const flows = importedFlows(imported, "hotel");
  expect(flows.map(({ flowId }) => flowId)).toEqual(["hotel-digits", "hotel-name", "hotel"]);
  expect(flows[1]?.definition.nodes[0]?.data).toEqual({ flowId: "hotel-digits" });
  expect(flows[2]?.definition.nodes[0]?.data).toEqual({ flowId: "hotel-name" });
});

it("leaves a flow without inner flows as it is", () => {
  const alone = { ...imported, inner: [] };
  expect(importedFlows(alone, "hotel")).toEqual([{ flowId: "hotel", definition: imported.definition }]);
});
