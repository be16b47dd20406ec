/** A page that fills the window below the header. Its parts scroll, not the page. */
import type { ReactNode } from "react";
import styles from "./Screen.module.css";

interface Props {
  /** The page's heading (h1) and its actions. */
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
