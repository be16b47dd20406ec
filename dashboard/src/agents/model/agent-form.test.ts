import { expect, it } from "vitest";
import type { Agent } from "../../api/types";
import { bodyOf, changed, formOf, optionOf, refusedFields, testedVersion, versionOf } from "./agent-form";

const AGENT: Agent = {
  agentId: "line",
  name: "The line",
  flowId: "support",
  flowVersion: { split: [{ version: 1, percent: 100 }] },
  voice: "Ruth",
  language: "en-GB",
  timeZone: "Europe/London",
};

it("gives the API an agent as it was, if nothing changes", () => {
  const { agentId, ...rest } = AGENT;
  expect(agentId).toBe("line");
  expect(bodyOf(formOf(AGENT))).toEqual(rest);
});

it("leaves out what is empty", () => {
  expect(bodyOf({ ...formOf(null), name: " Line ", flowId: "support", voice: " " })).toEqual({
    name: "Line",
    flowId: "support",
    flowVersion: "latest",
  });
});

it("forgets the version when another flow is chosen, and only then", () => {
  const form = formOf(AGENT);
  expect(changed(form, { flowId: "sales" }).version).toBe("latest");
  expect(changed(form, { flowId: "support" }).version).toEqual(AGENT.flowVersion);
  expect(changed(form, { name: "Other" }).version).toEqual(AGENT.flowVersion);
});

it.each<Agent["flowVersion"]>(["latest", 3, { environment: "staging" }, AGENT.flowVersion])(
  "has an option for the version %o",
  (version) => {
    expect(versionOf(optionOf(version))).toEqual(version);
  },
);

it("finds the field of each problem, also of one within it", () => {
  const problems = [
    { field: "flowVersion.split[0]", message: "must add up" },
    { field: "timeZone", message: "must be a zone" },
    { field: "grant", message: "is something else" },
  ];
  expect([...refusedFields(problems)]).toEqual([
    ["version", "must add up"],
    ["timeZone", "must be a zone"],
  ]);
});

it("tests the version that most new calls get", () => {
  const shares = [
    { version: 2, percent: 10 },
    { version: 1, percent: 90 },
  ];
  const environments = new Map<string, number | { split: typeof shares }>([
    ["staging", { split: shares }],
    ["production", 1],
  ]);
  const tested = (version: Agent["flowVersion"]) => testedVersion(version, environments);
  expect(tested("latest")).toBeUndefined();
  expect(tested(3)).toBe("3");
  expect(tested({ split: shares })).toBe("1");
  expect(tested({ environment: "staging" })).toBe("1");
  expect(tested({ environment: "production" })).toBe("1");
  expect(tested({ environment: "draft" })).toBe("draft");
  expect(tested({ environment: "unknown" })).toBeUndefined();
});
