/** The page of one flow: its head, and under it the picture with what stands below and beside it. */
import type { ReactNode } from "react";
import styles from "./EditorFrame.module.css";

interface Props {
  head: ReactNode;
  picture: ReactNode;
  below?: ReactNode;
  side: ReactNode;
}

export function EditorFrame({ head, picture, below, side }: Props) {
  return (
    <div className={styles.page}>
      {head}
      <div className={styles.work}>
        <div className={styles.main}>
          <div className={styles.picture}>{picture}</div>
          {below}
        </div>
        {side}
      </div>
    </div>
  );
}
