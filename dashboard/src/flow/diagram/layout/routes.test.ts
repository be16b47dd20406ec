import { describe, expect, it } from "vitest";
import { edge, flow, generatedFlow, node } from "../../../testing/made-flows";
import { boxOf, overlap } from "./geometry";
import { graphOf } from "./graph";
import { LABEL_HEIGHT, labelWidth } from "./geometry";
import { positionsOf, autoLayout } from "./layout";
import { along, polyline } from "./lines";
import { routesOf } from "./routes";

/** The points of an SVG path. */
function points(d: string): { x: number; y: number }[] {
  return [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

const ORIGIN = { x: 0, y: 0 };

describe("routes", () => {
  const row = flow(
    [
      node("a", "start", {}, 0, 0),
      node("b", "elicitation", {}, 300, 0),
      node("c", "decision", {}, 600, 0),
      node("d", "end", {}, 900, 0),
    ],
    [
      edge("1", "a", "b"),
      edge("2", "b", "c"),
      edge("3", "c", "b"),
      edge("4", "b", "d", "noMatch"),
      edge("5", "c", "d", "gone"),
    ],
  );
  const graph = graphOf(row);
  const routes = routesOf(graph, positionsOf(graph));

  it("begin and end at the handles", () => {
    expect(routes.get("1")).toMatchObject({ from: { x: 189, y: 36 }, to: { x: 295, y: 36 } });
  });

  it.each(["3", "4"])("go around the nodes in their way (%s)", (id) => {
    const boxes = graph.nodes.map((one) =>
      boxOf(one, positionsOf(graph).get(one.id) ?? ORIGIN, graph.leaving.get(one.id) ?? []),
    );
    const corners = points(routes.get(id)?.d ?? "");
    expect(corners.length).toBeGreaterThan(4);
    for (const corner of corners) {
      expect(boxes.some((box) => overlap({ ...corner, width: 0, height: 0 }, box))).toBe(false);
    }
  });

  it("place no label on a node or on another label", () => {
    const made = graphOf(generatedFlow(60, 100));
    const positions = autoLayout(made);
    const boxes = made.nodes.map((one) => boxOf(one, positions.get(one.id) ?? ORIGIN, made.leaving.get(one.id) ?? []));
    const shown = [...routesOf(made, positions).values()].flatMap(({ label }) => (label === null ? [] : [label]));
    expect(shown.length).toBeGreaterThan(30);
    const least = { width: labelWidth("yes"), height: LABEL_HEIGHT };
    const labels = shown.map(({ x, y }) => ({ x: x - least.width / 2, y: y - least.height / 2, ...least }));
    expect(labels.filter((label) => boxes.some((box) => overlap(label, box)))).toEqual([]);
    expect(labels.filter((label, at) => labels.slice(at + 1).some((other) => overlap(label, other)))).toEqual([]);
  });

  it("are computed for 200 nodes and 300 edges", { timeout: 60_000 }, () => {
    const made = graphOf(generatedFlow(200, 302));
    const positions = autoLayout(made);
    expect(routesOf(made, positions).size).toBe(made.edges.length);
  });
});

describe("lines", () => {
  const line = polyline([
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
  ]);
  it("have round corners", () => {
    expect(line.d).toBe("M0,0L90,0Q100,0 100,10L100,100");
  });
  it("have a point at each share of their length", () => {
    expect(along(line.points, 0.25)).toEqual({ x: 50, y: 0 });
    expect(along(line.points, 0.75)).toEqual({ x: 100, y: 50 });
    expect(along([{ x: 3, y: 4 }], 0.5)).toEqual({ x: 3, y: 4 });
  });
});
