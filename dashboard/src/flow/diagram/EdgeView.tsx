/** One edge of the diagram: its line, its arrow, and the name of its exit. */
import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { DiagramEdge } from "./drawn";
import styles from "./EdgeView.module.css";
import type { Point } from "../definition/position";
import { bezier } from "./layout/lines";
import type { Route } from "./layout/routes";
import type { Marks } from "./marks";

export const EdgeView = memo(function EdgeView(props: EdgeProps<DiagramEdge>) {
  const { data, selected, interactionWidth = 0 } = props;
  if (data === undefined) return null;
  const { marks, failure } = data;
  const { share } = marks.note ?? {};
  const label = [data.label, share === undefined || share === 0 ? "" : marks.note?.text].filter(Boolean).join(" · ");
  const from = { x: props.sourceX, y: props.sourceY };
  const to = { x: props.targetX, y: props.targetY };
  const route = data.route !== null && ends(data.route, from, to) ? data.route : directRoute(from, to);
  const looks = {
    "data-state": marks.state,
    "data-severity": marks.severity ?? undefined,
    "data-change": marks.change ?? undefined,
    "data-note": marks.note?.kind,
    "data-failure": failure || undefined,
    "data-handler": data.handler === true || undefined,
    "data-selected": selected === true || undefined,
  };
  return (
    <>
      {interactionWidth > 0 ? (
        <path
          d={route.d}
          className="react-flow__edge-interaction"
          fill="none"
          strokeOpacity={0}
          strokeWidth={interactionWidth}
        />
      ) : null}
      <path
        d={`${route.d}M${to.x - 6},${to.y - 4.5}L${to.x},${to.y}L${to.x - 6},${to.y + 4.5}`}
        className={`react-flow__edge-path ${styles.line ?? ""}`}
        style={share === undefined ? undefined : { strokeWidth: widthOf(share) }}
        data-unused={share === 0 || undefined}
        {...looks}
      >
        {titleOf(marks) === "" ? null : <title>{titleOf(marks)}</title>}
      </path>
      {label && route.label !== null ? (
        <EdgeLabelRenderer>
          <div
            className={styles.label}
            style={{ transform: `translate(-50%, -50%) translate(${route.label.x}px, ${route.label.y}px)` }}
            aria-hidden="true"
            {...looks}
          >
            {label}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

/** The width of an edge that a part of all calls took, in pixels. */
function widthOf(share: number): number {
  return 1 + 11 * share;
}

function titleOf({ problems, note }: Marks): string {
  return [...problems.map(({ message }) => message), ...(note === null ? [] : [note.title])].join("\n");
}

function ends(route: Route, from: Point, to: Point): boolean {
  return near(route.from, from) && near(route.to, to);
}

function near(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < 2 && Math.abs(a.y - b.y) < 2;
}

/** The route while a node is dragged: the computed routes still have the old position. */
function directRoute(from: Point, to: Point): Route {
  return { from, to, d: bezier(from, to).d, label: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
}
