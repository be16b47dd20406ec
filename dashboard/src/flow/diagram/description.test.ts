import { describe, expect, it } from "vitest";
import { node } from "../../testing/made-flows";
import { descriptionOf } from "./description";
import { marksOf } from "./marks";

describe("as it is descriptionOf", () => {
  it("says kind, title, exits, where the call stands, and what is wrong", () => {
    const decision = node("d", "decision", { label: "Which kind?", conditions: [{ id: "a" }, { id: "b" }] });
    const path = {
      current: "d",
      visited: new Set<string>(),
      taken: new Set<string>(),
      handlers: new Set<string>(),
      now: { nodes: new Set<string>(), edges: new Set<string>(), handlers: new Set<string>() },
    };
    const problem = { severity: "warning" as const, message: "Never true.", nodeId: "d" };
    expect(descriptionOf(decision, marksOf([problem], path).node("d"))).toBe(
      "Decision: Which kind? 3 exits. Current node. 1 warning. Never true.",
    );
  });
});
