/** The diagram of a flow: its nodes and edges, the path of a call, and with `onEdit` an editor. */
import {
  Background,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  type AriaLabelConfig,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useId, useMemo, useRef, useState } from "react";
import type { FlowEdge, FlowNode } from "../../api/types";
import { drawnEdges, drawnNodes, type Cache, type DiagramEdge, type DiagramNode } from "./drawn";
import { EdgeView } from "./EdgeView";
import { useDiagramEdits } from "./useDiagramEdits";
import { onFailureOf } from "../definition/exits";
import { startCount } from "../definition/edits";
import { EditTools } from "./EditTools";
import styles from "./FlowDiagram.module.css";
import { graphOf } from "./layout/graph";
import { onKey } from "./keys";
import {
  drawnId,
  drawnLane,
  handlerEdges,
  handlerIdOf,
  NEW_HANDLER,
  type HandlerNode,
  type NewHandlerNode,
} from "./lane/handlers";
import { HandlerView, NewHandlerView } from "./lane/HandlerView";
import { positionsOf } from "./layout/layout";
import { texts } from "../../texts";
import { marksOf } from "./marks";
import { NodeView } from "./NodeView";
import type { DiagramProps } from "./props";
import { handlersOf } from "../definition/handlers/handlers";
import { line } from "../definition/read";
import { routesOf } from "./layout/routes";
import { useLatest } from "./useLatest";
import { reducedMotion, FIT, useFit, useFollow } from "./view";
import { ViewControls } from "./ViewControls";

const NODE_TYPES = { flow: NodeView, handler: HandlerView, newHandler: NewHandlerView };
const EDGE_TYPES = { flow: EdgeView };
/** With more nodes than this, only those in view are drawn, except when zoomed out: then drawing all costs less. */
const MANY = 60;
/** The width from which the minimap has room, in pixels. */
const WIDE = 900;
/** The number of nodes from which the minimap helps. */
const MINIMAP_FROM = 24;

export function FlowDiagram(props: DiagramProps) {
  return (
    <section className={styles.diagram} aria-label={texts.diagram.label(line(props.definition.name))}>
      <ReactFlowProvider>
        <Canvas {...props} />
      </ReactFlowProvider>
    </section>
  );
}

export default FlowDiagram;

function Canvas(props: DiagramProps) {
  const { definition, problems, path, changes, notes, selected = null, onSelect, onSelectHandler, onEdit } = props;
  const editable = onEdit !== undefined;
  const graph = useMemo(() => graphOf(definition), [definition]);
  const positions = useMemo(() => positionsOf(graph), [graph]);
  const routes = useMemo(() => routesOf(graph, positions), [graph, positions]);
  const onFailure = onFailureOf(definition);
  const marks = useMemo(() => marksOf(problems, path, changes, notes), [problems, path, changes, notes]);
  const edits = useDiagramEdits({ definition, graph, positions, selected, onSelect, onSelectHandler, onEdit });
  const { places, edge } = edits;

  const handlers = useMemo(() => handlersOf(definition), [definition]);
  const [nodeCache] = useState<Cache<FlowNode, DiagramNode>>(() => new WeakMap());
  const [edgeCache] = useState<Cache<FlowEdge, DiagramEdge>>(() => new WeakMap());
  const hintId = useId();
  const opensHandlers = onSelectHandler !== undefined;
  const hints = useMemo(
    () => ({ handler: opensHandlers ? `${hintId}-handler` : null, newHandler: `${hintId}-new` }),
    [hintId, opensHandlers],
  );
  const nodes = useMemo(
    () => [
      ...drawnLane({ handlers, positions, marks, hints, editable }),
      ...drawnNodes({ graph, positions: places, marks, selected, onFailure }, nodeCache),
    ],
    [handlers, positions, hints, editable, graph, places, marks, selected, onFailure, nodeCache],
  );
  const edges = useMemo(
    () => [
      ...handlerEdges(handlers, new Set(graph.nodes.map(({ id }) => id)), marks),
      ...drawnEdges({ graph, routes, marks, selected: edge, editable }, edgeCache),
    ],
    [handlers, graph, routes, marks, edge, editable, edgeCache],
  );

  const moved = useRef(false);
  const busy = useRef(false);
  const host = useRef<HTMLDivElement>(null);
  const ids = useMemo(() => graph.nodes.map(({ id }) => id), [graph]);
  const order = useMemo(
    () => [...handlers.map(({ id }) => drawnId(id)), ...(editable ? [NEW_HANDLER] : []), ...ids],
    [handlers, editable, ids],
  );
  useFit(ids, editable, path?.current ?? null, moved);
  useFollow(path?.current ?? null, busy);
  const reveal = useReveal();
  const far = useStore(({ transform: [, , zoom] }) => (zoom < 0.2 ? "dots" : zoom < 0.42 ? "titles" : "no"));
  const wide = useStore((state) => state.width >= WIDE);

  const choose = useLatest((nodeId: string | null) => {
    edits.setEdge(null);
    const handler = nodeId === null ? null : handlerIdOf(nodeId);
    if (nodeId === NEW_HANDLER) edits.addHandlerTo("");
    else if (handler === null) onSelect?.(nodeId);
    else onSelectHandler?.(handler);
  });
  const chooseNode = useLatest((_: unknown, node: AnyNode) => {
    choose(node.id);
  });
  const chooseEdge = useLatest((_: unknown, { id }: DiagramEdge) => {
    choose(null);
    edits.setEdge(id);
  });
  const changed = useLatest(edits.move);
  const connect = useLatest(edits.connect);
  const reconnect = useLatest(edits.reconnect);

  return (
    <ReactFlow<AnyNode, DiagramEdge>
      className={`${styles.canvas ?? ""} ${onSelect === undefined ? "" : (styles.choosing ?? "")}`}
      data-far={far}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      onNodesChange={changed}
      onNodeClick={chooseNode}
      {...(editable ? { onEdgeClick: chooseEdge, onConnect: connect, onReconnect: reconnect } : {})}
      onPaneClick={() => {
        choose(null);
      }}
      onKeyDown={(event) => {
        onKey(event, { order, choose, remove: editable ? edits.remove : null, reveal });
      }}
      onMoveStart={(event) => {
        if (event === null) return;
        moved.current = true;
        busy.current = true;
        // The style is set on the element, not in React, so React does not render while the view moves.
        host.current?.setAttribute("data-moving", "");
      }}
      onMoveEnd={() => {
        busy.current = false;
        host.current?.removeAttribute("data-moving");
      }}
      ref={host}
      nodesDraggable={editable}
      nodesConnectable={editable}
      edgesReconnectable={editable}
      edgesFocusable={false}
      elementsSelectable={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
      onlyRenderVisibleElements={nodes.length > MANY && far !== "dots"}
      fitView
      fitViewOptions={FIT}
      minZoom={0.04}
      maxZoom={2}
      ariaLabelConfig={editable ? EDIT_LABELS : READ_LABELS}
    >
      <Background gap={22} size={1.4} />
      <ViewControls />
      {editable ? <EditTools hasStart={startCount(definition) > 0} onAdd={edits.add} onTidy={edits.tidy} /> : null}
      {wide && nodes.length > MINIMAP_FROM ? (
        <MiniMap<AnyNode> pannable nodeClassName={kindClass} nodeBorderRadius={20} className={styles.map ?? ""} />
      ) : null}
      <p id={`${hintId}-handler`} hidden>
        {editable ? texts.diagram.handler.keyboard.edit : texts.diagram.handler.keyboard.read}
      </p>
      <p id={`${hintId}-new`} hidden>
        {texts.diagram.handler.keyboard.add}
      </p>
      <p className="unseen" role="status">
        {edits.announcement}
      </p>
    </ReactFlow>
  );
}

type AnyNode = DiagramNode | HandlerNode | NewHandlerNode;

function kindClass(drawn: AnyNode): string {
  if (drawn.type !== "flow") return "map-handler";
  const { data } = drawn;
  return `map-${data.node.type} map-${data.marks.state}`;
}

/** Focus a node. A node outside the view may not be drawn yet: move the view first, then wait for the node. */
function useReveal(): (nodeId: string) => void {
  const { getNode, setCenter, getZoom } = useReactFlow<AnyNode, DiagramEdge>();
  const host = useStore((state) => state.domNode);
  return (nodeId) => {
    const drawn = () => host?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`) ?? null;
    const element = drawn();
    if (element !== null) {
      element.focus();
      return;
    }
    const node = getNode(nodeId);
    if (node === undefined) return;
    const { x, y } = node.position;
    void setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, {
      zoom: getZoom(),
      duration: reducedMotion() ? 0 : 1,
    });
    let tries = 20;
    const wait = () => {
      const there = drawn();
      if (there !== null) there.focus();
      else if ((tries -= 1) > 0) requestAnimationFrame(wait);
    };
    requestAnimationFrame(wait);
  };
}

const READ_LABELS: Partial<AriaLabelConfig> = {
  "node.a11yDescription.default": texts.diagram.keyboard.read,
  "node.a11yDescription.keyboardDisabled": texts.diagram.keyboard.read,
};
const EDIT_LABELS: Partial<AriaLabelConfig> = {
  "node.a11yDescription.default": texts.diagram.keyboard.edit,
  "node.a11yDescription.keyboardDisabled": texts.diagram.keyboard.edit,
};
