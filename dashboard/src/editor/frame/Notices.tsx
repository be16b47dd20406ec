/** Notices across the whole width, below the page header. */
import type { ReactNode } from "react";
import styles from "./Notices.module.css";

export function Notices({ children }: { children: ReactNode }) {
  return <div className={styles.notices}>{children}</div>;
}
