/** Adding nodes in the middle of the view, and laying all of them out anew. */
import { Panel, useReactFlow, useStoreApi } from "@xyflow/react";
import type { NodeType } from "../../api/types";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import styles from "./FlowDiagram.module.css";
import type { Point } from "../definition/position";
import { ADDABLE, KINDS } from "../definition/kinds";
import { calm, FIT } from "./view";

interface Props {
  /** A second start would be wrong. */
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
    label: KINDS[type].word,
    hint: KINDS[type].does,
    onSelect: () => {
      onAdd(type, middle());
    },
  }));
  return (
    <Panel position="top-left" className={styles.tools ?? ""}>
      <Menu label="+ Add node" items={items} align="start" small />
      <Button
        small
        onClick={() => {
          onTidy();
          // After the nodes have got their new places.
          setTimeout(() => void fitView({ ...FIT, duration: calm() ? 0 : 250 }), 50);
        }}
      >
        Tidy up
      </Button>
    </Panel>
  );
}
