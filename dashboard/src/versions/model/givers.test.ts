import { expect, it } from "vitest";
import { giversOf } from "./givers";

it("lists environments with their agents, and then the agents that name versions themselves", () => {
  const split = [
    { version: 1, percent: 50 },
    { version: 2, percent: 50 },
  ];
  const agents = [
    { agentId: "a", name: "A", flowId: "f", flowVersion: { environment: "live" } },
    { agentId: "b", name: "B", flowId: "f", flowVersion: "latest" as const },
    { agentId: "c", name: "C", flowId: "f", flowVersion: { environment: "gone" } },
  ];
  const environments = [
    { name: "draft", version: "draft" as const },
    { name: "live", split, had: [1, 2] },
    { name: "staging", version: 2 },
  ];
  expect(giversOf(agents, environments)).toEqual([
    { kind: "environment", id: "live", name: "live", given: { split }, agents: ["A"] },
    { kind: "environment", id: "staging", name: "staging", given: 2, agents: [] },
    { kind: "agent", id: "b", name: "B", given: "latest", agents: ["B"] },
  ]);
});
