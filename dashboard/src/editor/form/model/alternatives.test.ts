import { describe, expect, it } from "vitest";
import { alternativesOf, chosenOf, withChosen, type Alternatives } from "./alternatives";
import { shapeOf } from "./shape";

const CONDITION = {
  type: "object",
  properties: {
    id: { type: "string" },
    expression: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    when: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    label: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
  },
  required: ["id"],
};

function found(): Alternatives {
  const alternatives = alternativesOf(shapeOf(CONDITION, CONDITION, "condition", true).fields);
  if (alternatives === null) throw new Error("A condition has alternatives.");
  return alternatives;
}

describe("the expression and the words of a condition", () => {
  it("exclude each other, and one of them is required", () => {
    expect(found().fields.map(({ name, shape }) => [name, shape.required])).toEqual([
      ["expression", true],
      ["when", true],
    ]);
    const { fields } = shapeOf(CONDITION, CONDITION, "condition", true);
    expect(alternativesOf(fields.filter(({ name }) => name !== "when"))).toBeNull();
  });

  it("are chosen by the one that has a value, an empty text too", () => {
    expect(chosenOf(found(), { when: "" })).toBe("when");
    expect(chosenOf(found(), { expression: "x", when: null })).toBe("expression");
    expect(chosenOf(found(), { expression: "x", when: "y" })).toBeNull();
    expect(chosenOf(found(), {})).toBeNull();
  });

  it("replace each other and keep every other field", () => {
    const condition = { id: "a", expression: "x", label: "A", colour: "red" };
    expect(withChosen(found(), condition, "when")).toEqual({ id: "a", label: "A", colour: "red", when: "" });
  });
});

describe("the request and the MCP server of a model's tool", () => {
  const TOOL = {
    type: "object",
    properties: {
      name: { type: "string" },
      request: { type: "object", properties: { url: { type: "string" }, body: {} }, required: ["url"] },
      mcp: {
        type: "object",
        properties: { server: { type: "string" }, tool: { type: "string" } },
        required: ["server", "tool"],
      },
    },
    required: ["name"],
  };

  it("exclude each other, and each begins with the fields that it needs", () => {
    const alternatives = alternativesOf(shapeOf(TOOL, TOOL, "tools", true).fields);
    if (alternatives === null) throw new Error("A tool has alternatives.");
    const http = { name: "look_up", request: { url: "https://example.com/" } };
    expect(chosenOf(alternatives, http)).toBe("request");
    const mcp = withChosen(alternatives, http, "mcp");
    expect(mcp).toEqual({ name: "look_up", mcp: { server: "", tool: "" } });
    expect(withChosen(alternatives, mcp, "request")).toEqual({ name: "look_up", request: { url: "" } });
  });
});
