import { describe, expect, it } from "vitest";
import { drawnHandlers, drawnId, handlerEdges, handlerIdOf } from "./handlers";

const handler = (id: string, target: string, resume = false) => ({ id, index: 0, title: id, target, resume });
const handlers = [handler("person", "end"), handler("hours", "said", true), handler("lost", "nowhere")];
const positions = new Map([
  ["start", { x: 40, y: 200 }],
  ["end", { x: 600, y: -20 }],
]);

describe("the handlers in the diagram", () => {
  it("stand in a lane to the left of all nodes, one below the other", () => {
    const drawn = drawnHandlers(handlers, positions);
    expect(drawn.map(({ position }) => position.x)).toEqual([-270, -270, -270]);
    expect(drawn.map(({ position }) => position.y)).toEqual([-20, 38, 96]);
    expect(drawnHandlers(handlers, new Map())[0]?.position).toEqual({ x: -310, y: 0 });
  });

  it("have a line to each target that is in the diagram", () => {
    const lines = handlerEdges(handlers, new Set(["end", "said"]));
    expect(lines.map(({ source, target }) => [handlerIdOf(source), target])).toEqual([
      ["person", "end"],
      ["hours", "said"],
    ]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(2);
  });

  it("are told from nodes by their ids", () => {
    expect(handlerIdOf(drawnId("person"))).toBe("person");
    expect(handlerIdOf("person")).toBeNull();
  });
});
