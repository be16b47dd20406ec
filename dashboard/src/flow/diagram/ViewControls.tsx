/** The buttons that zoom, and that show the whole flow. */
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { texts } from "../../texts";
import { IconButton } from "../../ui/Button";
import styles from "./FlowDiagram.module.css";
import { reducedMotion, FIT } from "./view";

export function ViewControls() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const nearest = useStore((state) => state.transform[2] >= state.maxZoom);
  const farthest = useStore((state) => state.transform[2] <= state.minZoom);
  const duration = reducedMotion() ? 0 : 200;
  return (
    <Panel position="bottom-left" className={styles.controls ?? ""}>
      <IconButton label={texts.diagram.zoomIn} small disabled={nearest} onClick={() => void zoomIn({ duration })}>
        <Icon d="M8 3v10M3 8h10" />
      </IconButton>
      <IconButton label={texts.diagram.zoomOut} small disabled={farthest} onClick={() => void zoomOut({ duration })}>
        <Icon d="M3 8h10" />
      </IconButton>
      <IconButton label={texts.diagram.showAll} small onClick={() => void fitView({ ...FIT, duration })}>
        <Icon d="M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10" />
      </IconButton>
    </Panel>
  );
}

function Icon({ d }: { d: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}
