/** The buttons that add a node in the middle of the view, and that lay out all nodes again. */
import { Panel, useReactFlow, useStoreApi } from "@xyflow/react";
import type { NodeType } from "../../api/types";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import styles from "./FlowDiagram.module.css";
import type { Point } from "../definition/position";
import { ADDABLE, KINDS } from "../definition/kinds";
import { reducedMotion, FIT } from "./view";

interface Props {
  /** A flow has one start, so a second start is not offered. */
  hasStart: boolean;
  onAdd: (type: NodeType, middle: Point) => void;
  onTidy: () => void;
}

export function EditTools({ hasStart, onAdd, onTidy }: Props) {
  const { screenToFlowPosition, fitView } = useReactFlow();
  const store = useStoreApi();
  const middle = () => {
    const box = store.getState().domNode?.getBoundingClientRect();
    return screenToFlowPosition(box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 });
  };
  const items = ADDABLE.filter((type) => type !== "start" || !hasStart).map((type) => ({
    label: KINDS[type].name,
    hint: KINDS[type].does,
    onSelect: () => {
      onAdd(type, middle());
    },
  }));
  return (
    <Panel position="top-left" className={styles.tools ?? ""}>
      <Menu label={`+ ${texts.diagram.addNode}`} items={items} align="start" small />
      <Button
        small
        onClick={() => {
          onTidy();
          // After the nodes have their new positions.
          setTimeout(() => void fitView({ ...FIT, duration: reducedMotion() ? 0 : 250 }), 50);
        }}
      >
        {texts.diagram.tidy}
      </Button>
    </Panel>
  );
}
