import { describe, expect, it } from "vitest";
import { responsePaths } from "./response-paths";

const expressions = (body: unknown, headers: Record<string, string> = {}) =>
  responsePaths({ status: 200, headers, body }).map(({ expression }) => expression);

describe("the paths of a response", () => {
  it("lead to every value of the body, and to the headers last", () => {
    expect(expressions({ order: { state: "sent", "due-date": "2026-01-02" } }, { "x-id": "7" })).toEqual([
      "response.status",
      "response.body",
      "response.body.order",
      "response.body.order.state",
      'response.body.order["due-date"]',
      'response.headers["x-id"]',
    ]);
  });

  it("offer a list, its length and its first entry", () => {
    expect(expressions({ items: [{ name: "Soup" }, { name: "Fish" }] })).toEqual([
      "response.status",
      "response.body",
      "response.body.items",
      "response.body.items.length",
      "response.body.items[0]",
      "response.body.items[0].name",
    ]);
  });

  it("leave out what has no value", () => {
    expect(expressions({ gone: null, none: [] })).toEqual([
      "response.status",
      "response.body",
      "response.body.none",
      "response.body.none.length",
    ]);
    expect(expressions(null)).toEqual(["response.status"]);
  });

  it("name a variable for each value, and show what was found", () => {
    const [, , due] = responsePaths({ status: 200, headers: {}, body: { "Due date": "x".repeat(60) } });
    expect(due).toEqual({
      expression: 'response.body["Due date"]',
      name: "dueDate",
      found: `"${"x".repeat(38)}…`,
    });
    expect(responsePaths({ status: 200, headers: {}, body: { "2nd": 1 } })[2]?.name).toBe("value2nd");
  });

  it("are bounded in number and depth", () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, index]));
    expect(expressions(wide)).toHaveLength(200);
    let deep: unknown = 1;
    for (let level = 0; level < 100; level += 1) deep = { in: deep };
    expect(expressions(deep).length).toBeLessThan(12);
  });
});
