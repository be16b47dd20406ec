/** Nearer, farther, the whole flow; and tidying up, where it can be edited. */
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { IconButton } from "../../ui/Button";
import styles from "./FlowDiagram.module.css";
import { calm, FIT } from "./view";

export function ViewControls() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const nearest = useStore((state) => state.transform[2] >= state.maxZoom);
  const farthest = useStore((state) => state.transform[2] <= state.minZoom);
  const duration = calm() ? 0 : 200;
  return (
    <Panel position="bottom-left" className={styles.controls ?? ""}>
      <IconButton label="Zoom in" small disabled={nearest} onClick={() => void zoomIn({ duration })}>
        <Sign d="M8 3v10M3 8h10" />
      </IconButton>
      <IconButton label="Zoom out" small disabled={farthest} onClick={() => void zoomOut({ duration })}>
        <Sign d="M3 8h10" />
      </IconButton>
      <IconButton label="Show the whole flow" small onClick={() => void fitView({ ...FIT, duration })}>
        <Sign d="M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10" />
      </IconButton>
    </Panel>
  );
}

function Sign({ d }: { d: string }) {
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
