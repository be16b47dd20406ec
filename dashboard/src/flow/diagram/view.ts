/** The view of the diagram: it fits a new flow, and follows a call from node to node. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { DiagramEdge, DiagramNode } from "./drawn";
import { useLatest } from "./useLatest";

export const FIT = { padding: 0.06, maxZoom: 1 };

/** Below this width in pixels, a diagram that would be too small to read begins at the current node or at the start. */
const NARROW = 600;
/** The zoom from which titles can be read. */
const LEGIBLE_ZOOM = 0.42;
/** The zoom at which a narrow diagram begins. */
const NARROW_ZOOM = 0.75;

/** Fit the view when the diagram shows another flow, and when its size changes before a person has moved the view. */
export function useFit(
  ids: readonly string[],
  editable: boolean,
  current: string | null,
  moved: { readonly current: boolean },
): void {
  const { fitView, getNode, getZoom, setViewport } = useReactFlow<DiagramNode, DiagramEdge>();
  const store = useStoreApi();
  const shown = useRef(ids);
  const fit = useLatest(async () => {
    await fitView(FIT);
    const { width, height } = store.getState();
    const first = getNode(current ?? "") ?? getNode(ids[0] ?? "");
    if (width >= NARROW || getZoom() >= LEGIBLE_ZOOM || first === undefined) return;
    const zoom = NARROW_ZOOM;
    const y = height / 2 - (first.position.y + (first.height ?? 0) / 2) * zoom;
    await setViewport({ x: 24 - first.position.x * zoom, y, zoom });
  });
  useEffect(() => {
    const before = new Set(shown.current);
    shown.current = ids;
    const same = ids.filter((id) => before.has(id)).length;
    const anotherFlow = editable
      ? same * 2 < Math.max(ids.length, before.size)
      : same !== ids.length || same !== before.size;
    if (anotherFlow) void fit();
  }, [ids, editable, fit]);
  useEffect(() => {
    let size = "";
    return store.subscribe(({ width, height, panZoom }) => {
      if (panZoom === null || width === 0 || height === 0 || size === `${width} ${height}`) return;
      size = `${width} ${height}`;
      if (!moved.current) void fit();
    });
  }, [store, fit, moved]);
}

/** Move the view to the current node if it lies outside, unless a person is moving the view. */
export function useFollow(current: string | null, busy: { readonly current: boolean }): void {
  const { getNode, setCenter } = useReactFlow<DiagramNode, DiagramEdge>();
  const store = useStoreApi();
  useEffect(() => {
    if (current === null || busy.current) return;
    const node = getNode(current);
    const { transform, width, height } = store.getState();
    if (node === undefined || width === 0) return;
    const [x, y, zoom] = transform;
    const [nodeWidth, nodeHeight] = [node.width ?? 0, node.height ?? 0];
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
    const inside = left >= 0 && top >= 0 && left + nodeWidth * zoom <= width && top + nodeHeight * zoom <= height;
    if (inside) return;
    const duration = reducedMotion() ? 0 : 450;
    void setCenter(node.position.x + nodeWidth / 2, node.position.y + nodeHeight / 2, { zoom, duration });
  }, [current, busy, getNode, setCenter, store]);
}

/** Whether the person prefers reduced motion. */
export function reducedMotion(): boolean {
  return typeof window.matchMedia === "function" && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
