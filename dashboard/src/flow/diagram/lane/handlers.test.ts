import { describe, expect, it } from "vitest";
import { marksOf } from "../marks";
import { drawnId, drawnLane, handlerEdges, handlerIdOf, isOfLane, NEW_HANDLER, type LaneOf } from "./handlers";

const handler = (id: string, target: string, resume = false) => ({ id, index: 0, title: id, target, resume });
const handlers = [handler("person", "end"), handler("hours", "said", true), handler("lost", "nowhere")];
const positions = new Map([
  ["start", { x: 40, y: 200 }],
  ["end", { x: 600, y: -20 }],
]);

const hints = { handler: "hint", newHandler: "new-hint" };
const lane = (more: Partial<LaneOf> = {}) =>
  drawnLane({ handlers, positions, marks: marksOf(), hints, editable: false, ...more });
const call = {
  current: null,
  visited: new Set<string>(),
  taken: new Set<string>(),
  handlers: new Set(["person", "hours"]),
  now: { nodes: new Set<string>(), edges: new Set<string>(), handlers: new Set(["hours"]) },
};

describe("the handlers in the diagram", () => {
  it("stand in a lane to the left of all nodes, one below the other", () => {
    const drawn = lane();
    expect(drawn.map(({ position }) => position.x)).toEqual([-270, -270, -270]);
    expect(drawn.map(({ position }) => position.y)).toEqual([-20, 38, 96]);
    expect(lane({ positions: new Map() })[0]?.position).toEqual({ x: -310, y: 0 });
  });

  it("have a line to each target that is in the diagram", () => {
    const lines = handlerEdges(handlers, new Set(["end", "said"]), marksOf());
    expect(lines.map(({ source, target }) => [handlerIdOf(source), target])).toEqual([
      ["person", "end"],
      ["hours", "said"],
    ]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(2);
  });

  it("end with a place for a new one if the diagram is an editor", () => {
    const drawn = lane({ editable: true });
    expect(drawn.map(({ id, position }) => [id, position.y]).at(-1)).toEqual([NEW_HANDLER, 154]);
    expect(drawn.map(({ domAttributes }) => domAttributes?.["aria-describedby"])).toEqual([
      "hint",
      "hint",
      "hint",
      "new-hint",
    ]);
    expect(lane().map(({ connectable }) => connectable)).toEqual([false, false, false]);
  });

  it("show whether the call took them, as their lines do", () => {
    const marks = marksOf([], call);
    expect(lane({ marks }).map(({ data }) => ("state" in data ? data.state : ""))).toEqual(["visited", "now", "away"]);
    expect(lane({ marks })[1]?.ariaLabel).toMatch(/Taken in this turn\.$/);
    const lines = handlerEdges(handlers, new Set(["end", "said"]), marks);
    expect(lines.map(({ data }) => data?.marks.state)).toEqual(["visited", "now"]);
  });

  it("are told from nodes by their ids", () => {
    expect(handlerIdOf(drawnId("person"))).toBe("person");
    expect(handlerIdOf("person")).toBeNull();
    expect([drawnId("person"), NEW_HANDLER, "person"].map(isOfLane)).toEqual([true, true, false]);
  });
});
