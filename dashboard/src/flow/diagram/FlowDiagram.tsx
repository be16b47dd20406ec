/** The picture of a flow: its nodes and edges, how a call moved through them, and, where it may be changed, an editor. */
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
import { useMemo, useRef, useState } from "react";
import type { FlowEdge, FlowNode } from "../../api/types";
import { drawnEdges, drawnNodes, type Cache, type DiagramEdge, type DiagramNode } from "./drawn";
import { EdgeView } from "./EdgeView";
import { useDiagramEdits } from "./useDiagramEdits";
import { starts } from "../definition/edit";
import { EditTools } from "./EditTools";
import styles from "./FlowDiagram.module.css";
import { graphOf } from "./layout/graph";
import { onKey } from "./keys";
import { placed } from "./layout/layout";
import { marked } from "./marks";
import { NodeView } from "./NodeView";
import type { DiagramProps } from "./props";
import { line } from "../definition/read";
import { routesOf } from "./layout/routes";
import { useLatest } from "./useLatest";
import { calm, FIT, useFit, useFollow } from "./view";
import { ViewControls } from "./ViewControls";

const NODE_TYPES = { flow: NodeView };
const EDGE_TYPES = { flow: EdgeView };
/** Beyond so many, only what is in view is drawn; from afar all of it, which is cheaper than to come and go. */
const MANY = 60;
const WIDE = 900;

export function FlowDiagram(props: DiagramProps) {
  return (
    <section className={styles.picture} aria-label={`Picture of the flow ${line(props.definition.name)}`}>
      <ReactFlowProvider>
        <Canvas {...props} />
      </ReactFlowProvider>
    </section>
  );
}

export default FlowDiagram;

function Canvas({ definition, problems, path, changes, selected = null, onSelect, onChange }: DiagramProps) {
  const editable = onChange !== undefined;
  const graph = useMemo(() => graphOf(definition), [definition]);
  const positions = useMemo(() => placed(graph), [graph]);
  const routes = useMemo(() => routesOf(graph, positions), [graph, positions]);
  const marks = useMemo(() => marked(problems, path, changes), [problems, path, changes]);
  const editing = useDiagramEdits({ definition, graph, positions, selected, onSelect, onChange });
  const { places, edge } = editing;

  const [nodeCache] = useState<Cache<FlowNode, DiagramNode>>(() => new WeakMap());
  const [edgeCache] = useState<Cache<FlowEdge, DiagramEdge>>(() => new WeakMap());
  const nodes = useMemo(
    () => drawnNodes({ graph, positions: places, marks, selected }, nodeCache),
    [graph, places, marks, selected, nodeCache],
  );
  const edges = useMemo(
    () => drawnEdges({ graph, routes, marks, selected: edge, editable }, edgeCache),
    [graph, routes, marks, edge, editable, edgeCache],
  );

  const moved = useRef(false);
  const busy = useRef(false);
  const host = useRef<HTMLDivElement>(null);
  const ids = useMemo(() => graph.nodes.map(({ id }) => id), [graph]);
  useFit(ids, editable, path?.current ?? null, moved);
  useFollow(path?.current ?? null, busy);
  const reveal = useReveal();
  const far = useStore(({ transform: [, , zoom] }) => (zoom < 0.2 ? "dots" : zoom < 0.42 ? "titles" : "no"));
  const wide = useStore((state) => state.width >= WIDE);

  const choose = useLatest((nodeId: string | null) => {
    editing.setEdge(null);
    onSelect?.(nodeId);
  });
  const chooseNode = useLatest((_: unknown, node: DiagramNode) => {
    choose(node.id);
  });
  const chooseEdge = useLatest((_: unknown, { id }: DiagramEdge) => {
    choose(null);
    editing.setEdge(id);
  });
  const changed = useLatest(editing.moved);
  const connect = useLatest(editing.connect);
  const reconnect = useLatest(editing.reconnect);

  return (
    <ReactFlow<DiagramNode, DiagramEdge>
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
        onKey(event, { order: ids, choose, remove: editable ? editing.remove : null, reveal });
      }}
      onMoveStart={(event) => {
        if (event === null) return;
        moved.current = true;
        busy.current = true;
        // Told to the page itself, not to React: nothing is drawn again while the view moves.
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
      ariaLabelConfig={editable ? EDITING_WORDS : READING_WORDS}
    >
      <Background gap={22} size={1.4} />
      <ViewControls />
      {editable ? <EditTools hasStart={starts(definition) > 0} onAdd={editing.add} onTidy={editing.tidy} /> : null}
      {wide && nodes.length > MINIMAP_FROM ? (
        <MiniMap<DiagramNode> pannable nodeClassName={kindClass} nodeBorderRadius={20} className={styles.map ?? ""} />
      ) : null}
      <p className="unseen" role="status">
        {editing.said}
      </p>
    </ReactFlow>
  );
}

const MINIMAP_FROM = 24;

function kindClass({ data }: DiagramNode): string {
  return `map-${data.node.type} map-${data.marks.state}`;
}

/** Gives a node the focus, wherever it is: one that is outside the view may not be drawn yet. */
function useReveal(): (nodeId: string) => void {
  const { getNode, setCenter, getZoom } = useReactFlow<DiagramNode, DiagramEdge>();
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
      duration: calm() ? 0 : 1,
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

const READ = "Press enter or space to look at this node, escape to leave it.";
const EDIT = "Press enter or space to choose this node. Then arrow keys move it, delete removes it, escape leaves it.";
const READING_WORDS: Partial<AriaLabelConfig> = {
  "node.a11yDescription.default": READ,
  "node.a11yDescription.keyboardDisabled": READ,
};
const EDITING_WORDS: Partial<AriaLabelConfig> = {
  "node.a11yDescription.default": EDIT,
  "node.a11yDescription.keyboardDisabled": EDIT,
};
