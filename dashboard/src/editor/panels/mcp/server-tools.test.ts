import { describe, expect, it } from "vitest";
import { asPublished, nameFor, parametersOf, serverOf } from "./server-tools";

const parameters = {
  type: "object",
  properties: { number: { type: "string", description: "Six digits." }, note: {} },
  required: ["number"],
};
const find = { name: "orders.find", description: "Finds.", parameters, repeatable: true };

describe("the MCP server of a tool", () => {
  it("is its address with the headers that are texts", () => {
    const mcp = { server: " https://a.example/mcp ", tool: "", headers: { A: "{{ secrets.A }}", B: 1 } };
    expect(serverOf({ mcp })).toEqual({ server: "https://a.example/mcp", headers: { A: "{{ secrets.A }}" } });
    expect(serverOf({ mcp: { server: "https://a.example/mcp" } })?.headers).toEqual({});
  });

  it("is none without an address", () => {
    expect([{}, { mcp: null }, { mcp: { server: " " } }, 1].map(serverOf)).toEqual([null, null, null, null]);
  });
});

describe("a tool that a server lists", () => {
  it("has the parameters of its schema", () => {
    expect(parametersOf(find)).toEqual([
      { name: "number", type: "string", required: true, description: "Six digits." },
      { name: "note", type: "", required: false, description: "" },
    ]);
    expect(parametersOf({ parameters: {} })).toEqual([]);
  });

  it("gets a name that a model can call it by", () => {
    expect(nameFor("orders.find (new)")).toBe("orders_find_new_");
    expect(nameFor("x".repeat(80))).toHaveLength(64);
  });

  it("gives its parameters to a tool whose author left them out", () => {
    const tool = { name: "find", mcp: { tool: "orders.find" } };
    expect(asPublished(tool, [find])).toEqual({ ...tool, parameters });
    expect(asPublished({ ...tool, parameters: {} }, [find])).toEqual({ ...tool, parameters: {} });
    expect(asPublished({ ...tool, mcp: { tool: "other" } }, [find])).toEqual({ ...tool, mcp: { tool: "other" } });
  });
});
