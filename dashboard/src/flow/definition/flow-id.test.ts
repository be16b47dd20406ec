import { describe, expect, it } from "vitest";
import { flowIdError, suggestFlowId } from "./flow-id";

describe("ids of flows", () => {
  it.each([
    ["Order status (new)", "order-status-new"],
    ["Ärger & Öl's", "arger-ols"],
    ["  --x", "x"],
    ["sessions", "sessions-flow"],
    ["日本", ""],
  ])("are suggested from a name: %s", (name, id) => expect(suggestFlowId(name)).toBe(id));
  it("follow the rules of the API", () => {
    expect(flowIdError("a")).toBeNull();
    expect(flowIdError("A.b_c~d-1")).toBeNull();
    expect(flowIdError("x".repeat(128))).toBeNull();
    for (const wrong of ["", "-a", "a b", "sessions", "x".repeat(129), "ä"]) expect(flowIdError(wrong)).not.toBeNull();
  });
});
