/** Where the view stands: fitted to a flow that is new, and gently moved to where a call has got to. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { DiagramEdge, DiagramNode } from "./drawn";
import { useLatest } from "./useLatest";

export const FIT = { padding: 0.06, maxZoom: 1 };

/** A picture that is narrow begins where the call stands, or where the flow begins, large enough to be read. */
const NARROW = 600;
const LEGIBLE = 0.42;
const READING = 0.75;

/** Fits when the flow is another one, and when the picture's size changes while nobody has moved the view. */
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
    if (width >= NARROW || getZoom() >= LEGIBLE || first === undefined) return;
    const zoom = READING;
    const y = height / 2 - (first.position.y + (first.height ?? 0) / 2) * zoom;
    await setViewport({ x: 24 - first.position.x * zoom, y, zoom });
  });
  useEffect(() => {
    const before = new Set(shown.current);
    shown.current = ids;
    const same = ids.filter((id) => before.has(id)).length;
    const another = editable
      ? same * 2 < Math.max(ids.length, before.size)
      : same !== ids.length || same !== before.size;
    if (another) void fit();
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

/** Moves the view to a node that lies outside it, unless someone is moving it. */
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
    const duration = calm() ? 0 : 450;
    void setCenter(node.position.x + nodeWidth / 2, node.position.y + nodeHeight / 2, { zoom, duration });
  }, [current, busy, getNode, setCenter, store]);
}

/** Whoever asked for less motion gets none. */
export function calm(): boolean {
  return typeof window.matchMedia === "function" && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
