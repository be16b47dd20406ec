/** The layout of a flow's page: the header, the diagram, a panel below it and a panel beside it. */
import type { ReactNode } from "react";
import styles from "./EditorFrame.module.css";

interface Props {
  head: ReactNode;
  diagram: ReactNode;
  below?: ReactNode;
  side: ReactNode;
}

export function EditorFrame({ head, diagram, below, side }: Props) {
  return (
    <div className={styles.page}>
      {head}
      <div className={styles.work}>
        <div className={styles.main}>
          <div className={styles.diagram}>{diagram}</div>
          {below}
        </div>
        {side}
      </div>
    </div>
  );
}
