/** A page that fills the window under the header and does not scroll as a whole. */
import type { ReactNode } from "react";
import styles from "./Screen.module.css";

interface Props {
  /** The page's heading (h1) and what belongs to it, in one line where there is room. */
  head: ReactNode;
  children: ReactNode;
}

export function Screen({ head, children }: Props) {
  return (
    <div className={styles.screen}>
      <div className={styles.head}>{head}</div>
      {children}
    </div>
  );
}
