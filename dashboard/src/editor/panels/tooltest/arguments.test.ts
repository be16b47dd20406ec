import { describe, expect, it } from "vitest";
import { argumentsOf, givenArguments } from "./arguments";

const parameters = {
  type: "object",
  properties: { number: { type: "string" }, count: { type: "integer" }, gift: {} },
  required: ["number"],
};

describe("the arguments of a tool of a model", () => {
  it("are those of its schema, then those that its request reads", () => {
    const url = "https://shop.example/{{ arguments.number }}?by={{ arguments.clerk | spell }}";
    expect(argumentsOf({ parameters, request: { url } })).toEqual([
      { name: "number", type: "string", required: true },
      { name: "count", type: "integer", required: false },
      { name: "gift", type: undefined, required: false },
      { name: "clerk", type: undefined, required: false },
    ]);
    expect(argumentsOf({ parameters: 1, request: null })).toEqual([]);
    expect(argumentsOf({})).toEqual([]);
  });

  it("have the types of the schema, and are left out where they are empty", () => {
    const wanted = argumentsOf({ parameters });
    expect(givenArguments(wanted, { number: "1001", count: "2", gift: '{"for": "Ann"}' })).toEqual({
      number: "1001",
      count: 2,
      gift: { for: "Ann" },
    });
    expect(givenArguments(wanted, {})).toEqual({ number: "" });
  });
});
